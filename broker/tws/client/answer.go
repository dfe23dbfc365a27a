package client

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Answers are kept as the gateway of one version sends them, in protobuf. That survives changes of our types and of
// theirs: fields have numbers there, and who does not know one skips it.
const answerVersion = 225

var errAnswer = errors.New("not an answer as this program keeps them")

// packAnswer makes a value of a [Cache]: the server version that answered, then the messages.
func packAnswer(version int, messages ...wire.Message) ([]byte, error) {
	value := binary.AppendUvarint(nil, uint64(version))
	enc := wire.NewEncoder(false, answerVersion)
	for _, m := range messages {
		var err error
		if value, err = enc.Append(value, m); err != nil {
			return nil, err
		}
	}
	return value, nil
}

// unpackAnswer reads the one message of a value that is an M.
func unpackAnswer[M wire.Message](value []byte) (version int, m M, err error) {
	v, n := binary.Uvarint(value)
	if n <= 0 || v > wire.MaxVersion {
		return 0, m, errAnswer
	}
	frames := wire.NewReader(bytes.NewReader(value[n:]), 0)
	payload, err := frames.Next()
	if err != nil {
		return 0, m, fmt.Errorf("%w: %w", errAnswer, err)
	}
	decoded, err := wire.NewDecoder(false, answerVersion).Decode(payload)
	if err != nil {
		return 0, m, fmt.Errorf("%w: %w", errAnswer, err)
	}
	m, ok := decoded.(M)
	if _, err := frames.Next(); !ok || !errors.Is(err, io.EOF) {
		return 0, m, errAnswer
	}
	return int(v), m, nil
}

// contractKey is the same for two requests if they ask the same.
func contractKey(k wire.Contract) (string, error) {
	frame, err := wire.NewEncoder(true, answerVersion).Append(nil, &wire.RequestContractDetails{Contract: k})
	if err != nil {
		return "", err
	}
	return "contract " + string(frame), nil
}

func ruleKey(id int) string { return fmt.Sprintf("market rule %d", id) }
