// Package faults plays the catalogue of failures that real systems have had against the whole live stack: engine,
// adapter, state file and simulated gateway in one process, under a clock of the test's. The scripts of what goes wrong
// are those of package fault; each test has the id of its case in its name.
//
// It also keeps the table of all cases, docs/faults.md, which says for each which tests of the whole repository play it:
//
//	go test ./simtest/faults                              # plays, and compares the table with the sources
//	go test ./simtest/faults -run TestTable -update       # writes the table again
//
// It has nothing that a program could use.
package faults
