// Package command is the command line of trader: one file for each command, which parses flags, wires the
// packages together and prints. A program of your own that wants the same commands with other strategies
// imports this package and its strategies and calls [Main]; `trader build` writes such a program.
//
// Logic that deserves a test of its own lives in the packages below.
package command
