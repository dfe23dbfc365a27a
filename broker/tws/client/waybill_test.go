package client_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestPost: who posts does not wait, learns what became of it, and can take back what has not left.
func TestPost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := connect(t, 176, client.Options{})
		told := map[int]error{}
		post := func(id int) *client.Waybill {
			w, err := c.Post(marketOrder(id), func(err error) { told[id] = err })
			if err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			return w
		}
		first, second, third := post(1), post(2), post(3) // the peer does not read: the first is being written
		if first.Withdraw() || !second.Withdraw() || second.Withdraw() {
			t.Error("only what still waits can be withdrawn, and once")
		}
		if got := expect[*wire.PlaceOrder](p); got.OrderID != 1 {
			t.Error(got.OrderID)
		}
		if got := expect[*wire.PlaceOrder](p); got.OrderID != 3 {
			t.Error(got.OrderID)
		}
		synctest.Wait()
		if third.Withdraw() {
			t.Error("it has left")
		}
		if err, ok := told[1]; !ok || err != nil {
			t.Errorf("first: %v, %v", err, ok)
		}
		if _, ok := told[2]; ok {
			t.Error("the withdrawn message was reported")
		}
		post(4)
		post(5)
		c.Close()
		var unsent *client.SendError
		if err := told[5]; !errors.As(err, &unsent) || unsent.MaybeSent {
			t.Errorf("what waited at the end: %v", err)
		}
		if told[4] == nil {
			t.Error("what was being written at the end counts as sent")
		}
		if _, err := c.Post(marketOrder(6), func(error) { t.Error("told") }); err == nil {
			t.Error("posted on a closed connection")
		}
	})
}
