package client

// A Tap sees everything that travels on a connection after the handshake. Its methods are called by the connection's
// goroutines, Frame by two of them, so they must return quickly and not call Close.
type Tap interface {
	// Session is called once, before the first frame, with what the frames depend on.
	Session(version, clientID int)

	// Frame is shown the payload of a frame: one from the gateway before it is decoded, one to it before the socket has
	// it, so that no answer precedes its request. It must not keep the slice.
	Frame(fromClient bool, payload []byte)
}

// A TapFunc is a [Tap] that wants the frames alone.
type TapFunc func(fromClient bool, payload []byte)

// Session does nothing.
func (TapFunc) Session(int, int) {}

// Frame calls f.
func (f TapFunc) Frame(fromClient bool, payload []byte) { f(fromClient, payload) }
