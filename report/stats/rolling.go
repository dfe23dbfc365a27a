package stats

// RollingSharpe is Sharpe over each window of consecutive returns; result i is of the window that ends
// with returns[(i*step)+window-1]. It is empty when there are fewer returns than the window is long.
func RollingSharpe(excess []float64, window, step int, b Basis) []Value {
	if window < 2 || step < 1 || len(excess) < window {
		return nil
	}
	rolling := make([]Value, 0, (len(excess)-window)/step+1)
	for end := window; end <= len(excess); end += step {
		rolling = append(rolling, Sharpe(excess[end-window:end], b))
	}
	return rolling
}
