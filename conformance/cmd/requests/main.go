// Command requests lists every request of the TWS protocol: its id, its name, and the server version from which it exists.
package main

import (
	"fmt"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

func main() {
	for _, k := range wire.Kinds() {
		if k.FromClient() {
			fmt.Println(k.ID(), k, k.MinVersion())
		}
	}
}
