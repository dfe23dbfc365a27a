package wire_test

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A client writes with an encoder of its version, and its peer reads with a decoder of the same.
func Example() {
	var socket bytes.Buffer
	frame, err := wire.NewEncoder(true, 200).Append(nil, &wire.RequestMarketDataType{Type: wire.Delayed})
	if err != nil {
		fmt.Println(err)
		return
	}
	socket.Write(frame)

	payload, err := wire.NewReader(&socket, 0).Next()
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := wire.NewDecoder(true, 200).Decode(payload)
	fmt.Printf("%q %v %v %v\n", payload, m.Kind(), m.(*wire.RequestMarketDataType).Type, err)
	// Output: "59\x001\x003\x00" RequestMarketDataType delayed <nil>
}

// The handshake agrees on the version that both encoders and decoders need.
func ExampleHello() {
	var socket bytes.Buffer
	socket.Write(wire.Hello{Min: wire.MinVersion, Max: wire.MaxVersion}.Append(nil))

	gateway := wire.NewReader(&socket, 0)
	if err := gateway.Prefix(); err != nil {
		fmt.Println(err)
		return
	}
	payload, _ := gateway.Next()
	hello, err := wire.ParseHello(payload)
	if err != nil {
		fmt.Println(err)
		return
	}
	version, err := hello.Choose(100, 176)
	fmt.Println(version, err)
	// Output: 176 <nil>
}

// What the connected server is too old for is an error that names it, before anything is written.
func ExampleVersionError() {
	order := &wire.PlaceOrder{OrderID: 1, Order: wire.Order{
		Action: wire.Buy, TotalQuantity: decimal.NewFromInt(100), OrderType: wire.Market, PostOnly: true,
	}}
	_, err := wire.NewEncoder(true, 200).Append(nil, order)
	var old *wire.VersionError
	fmt.Println(errors.As(err, &old), old.Need)
	fmt.Println(err)
	// Output:
	// true 216
	// wire: PlaceOrder.postOnly needs server version 216, connected to 200: update TWS or leave it out
}

// What is missing is missing, not a huge number.
func ExampleOpt() {
	report := []byte("59\x001\x00exec.01\x001.0\x00USD\x001.7976931348623157E308\x001.7976931348623157E308\x00\x00")
	m, err := wire.NewDecoder(false, 176).Decode(report)
	if err != nil {
		fmt.Println(err)
		return
	}
	c := m.(*wire.CommissionReport)
	fmt.Println(c.Commission.Value, c.RealizedPNL.Valid)
	// Output: 1 false
}
