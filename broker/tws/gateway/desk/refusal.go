package desk

import (
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
)

// validating begins the texts of error 321; the two letters name a class inside TWS.
const validating = "Error validating request.-'bN' : cause - "

// processing begins the texts of error 322.
const processing = "Error processing request.-'sm' : cause - "

func refuse(code int, text string) *floor.Refusal { return &floor.Refusal{Code: code, Text: text} }

func readOnly() *floor.Refusal {
	return refuse(321, validating+"The API interface is currently in Read-Only mode.")
}

func duplicate() *floor.Refusal { return refuse(103, "Duplicate order id") }

func unknownType() *floor.Refusal {
	return refuse(387, "Unsupported order type for this exchange and security type.")
}

func offGrid() *floor.Refusal {
	return refuse(110, "The price does not conform to the minimum price variation for this contract.")
}
