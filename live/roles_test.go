package live

import (
	"fmt"
	"os"
	"testing"
)

// roleVariable says what this program is to be when a test starts it again, as a process of its own.
const roleVariable = "TIDEMARK_TEST_ROLE"

// roles are what it can be, by name. They are given the arguments.
var roles = map[string]func([]string) error{}

func TestMain(m *testing.M) {
	role := roles[os.Getenv(roleVariable)]
	if role == nil {
		os.Exit(m.Run())
	}
	if err := role(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
