// Package indicatortest checks what every indicator promises, whatever it computes: that it is not
// ready before its warm-up and ready after it, that the same inputs give the same values, that Reset,
// saving and restoring work to the last bit, that unusable inputs change nothing, and that an update
// allocates no memory. Indicators written outside package indicator can run the same suite.
//
// What an indicator computes is checked elsewhere, against published values and the plain formula.
package indicatortest
