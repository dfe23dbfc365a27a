// Package house holds the rules of this repository as tests: which package may import which, that each
// package says what it is for, how long files and functions may grow, and where a wall clock may be read.
package house
