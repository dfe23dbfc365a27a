package command

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// contractFlags describe a contract in IB's terms.
type contractFlags struct {
	secType, exchange, primary, currency string
	expiry, right, strike, multiplier    string
	class, local                         string
	conID                                int
	expired                              bool
}

func (f *contractFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.secType, "type", "STK", "type of security: STK, CASH, FUT, CONTFUT, OPT, FOP, IND, CFD, CRYPTO, BOND, CMDTY, FUND, WAR")
	flags.StringVar(&f.exchange, "exchange", "", "exchange; by the type unless given: SMART, IDEALPRO, PAXOS or any")
	flags.StringVar(&f.primary, "primary", "", "primary exchange, which tells stocks of one name apart")
	flags.StringVar(&f.currency, "currency", "", "currency; USD unless given, with --expiry and --con-id any")
	flags.StringVar(&f.expiry, "expiry", "", "last trading day or month, YYYYMMDD or YYYYMM")
	flags.StringVar(&f.right, "right", "", "call or put")
	flags.StringVar(&f.strike, "strike", "", "strike price")
	flags.StringVar(&f.multiplier, "multiplier", "", "multiplier")
	flags.StringVar(&f.class, "class", "", "trading class, such as SPXW")
	flags.StringVar(&f.local, "local", "", "local symbol, such as ESZ6, in place of SYMBOL")
	flags.IntVar(&f.conID, "con-id", 0, "IB's contract id, in place of SYMBOL")
	flags.BoolVar(&f.expired, "expired", false, "also contracts that have expired")
}

// symbols completes the arguments: an id or a local symbol names a contract without one.
func (f *contractFlags) symbols(args []string) ([]string, error) {
	named := f.conID != 0 || f.local != ""
	switch {
	case named && len(args) > 0:
		return nil, usageError{errors.New("a symbol and --con-id or --local exclude each other")}
	case named:
		return []string{""}, nil
	case len(args) == 0 || slices.Contains(args, ""):
		return nil, usageError{errors.New("no contract is named: give a symbol, --con-id or --local")}
	}
	return args, nil
}

// name is what a contract was called.
func (f *contractFlags) name(symbol string) string {
	switch {
	case f.conID != 0:
		return fmt.Sprintf("with id %d", f.conID)
	case f.local != "":
		return f.local
	}
	return symbol
}

// contract is the one that a symbol and the flags describe.
func (f *contractFlags) contract(symbol string) (wire.Contract, error) {
	k := wire.Contract{
		ConID: f.conID, Symbol: symbol, SecType: wire.SecType(strings.ToUpper(f.secType)),
		LastTradeDateOrContractMonth: strings.ReplaceAll(f.expiry, "-", ""),
		Exchange:                     f.exchange, PrimaryExchange: f.primary, Currency: f.currency,
		TradingClass: f.class, LocalSymbol: f.local, IncludeExpired: f.expired,
	}
	if f.conID != 0 {
		k.SecType = "" // the id says all of it
		return k, nil
	}
	var err error
	if k.Strike, err = optDecimal("--strike", f.strike); err != nil {
		return k, err
	}
	if k.Multiplier, err = optDecimal("--multiplier", f.multiplier); err != nil {
		return k, err
	}
	switch strings.ToLower(f.right) {
	case "":
	case "c", "call":
		k.Right = wire.Call
	case "p", "put":
		k.Right = wire.Put
	default:
		return k, usageError{fmt.Errorf("--right %q: want call or put", f.right)}
	}
	usual(&k)
	return k, nil
}

// usual fills in what everybody means.
func usual(k *wire.Contract) {
	if k.SecType == wire.Cash {
		if base, quote, ok := pair(k.Symbol); ok && k.Currency == "" {
			k.Symbol, k.Currency = base, quote
		}
	}
	if k.Currency == "" && k.LastTradeDateOrContractMonth == "" && k.LocalSymbol == "" {
		k.Currency = "USD"
	}
	if k.Exchange != "" {
		return
	}
	switch k.SecType {
	case wire.Cash:
		k.Exchange = "IDEALPRO"
	case wire.Crypto:
		k.Exchange = "PAXOS"
	case wire.Stock, wire.Option, wire.ContractDifference, wire.Commodity, wire.Bond:
		k.Exchange = "SMART"
	}
}

// pair splits EURUSD, EUR.USD and EUR/USD.
func pair(symbol string) (base, quote string, ok bool) {
	symbol = strings.NewReplacer(".", "", "/", "").Replace(symbol)
	if len(symbol) != 6 {
		return "", "", false
	}
	return symbol[:3], symbol[3:], true
}

func optDecimal(flag, text string) (wire.Opt[decimal.Decimal], error) {
	if text == "" {
		return wire.Opt[decimal.Decimal]{}, nil
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		return wire.Opt[decimal.Decimal]{}, usageError{fmt.Errorf("%s %q: want a number", flag, text)}
	}
	return wire.Some(d), nil
}

// decimalText is a decimal, or nothing.
func decimalText(d wire.Opt[decimal.Decimal]) string {
	if !d.Valid {
		return ""
	}
	return d.Value.String()
}
