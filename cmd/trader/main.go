// Command trader backtests trading strategies, and later trades them. Run it without arguments for help.
package main

import (
	"os"

	"github.com/tidemark/tidemark/cmd/trader/command"
	_ "github.com/tidemark/tidemark/strategies/all"
)

func main() { os.Exit(command.Main(os.Args[1:])) }
