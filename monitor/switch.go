package monitor

import "sync/atomic"

// Switch is the kill switch: once pressed no order leaves the engine, whatever its loop is busy with. It implements
// engine.Latch.
type Switch struct{ pressed atomic.Bool }

// Press stops orders from now on.
func (s *Switch) Press() { s.pressed.Store(true) }

// Pressed reports whether orders are stopped.
func (s *Switch) Pressed() bool { return s.pressed.Load() }

// Reset lets orders go again; the engine calls it when a person resumes.
func (s *Switch) Reset() { s.pressed.Store(false) }
