package wire

// ScannerParameters is the document of everything scanners can do.
type ScannerParameters struct {
	XML string // some two megabytes
}

// Kind returns the kind of the message.
func (*ScannerParameters) Kind() Kind { return answer(19) }

func (m *ScannerParameters) fields(c *coder) {
	c.str(1, "xml", &m.XML)
}

// ScannerData is the present result of a scan.
type ScannerData struct {
	RequestID int
	Rows      []ScannerRow
}

// Kind returns the kind of the message.
func (*ScannerData) Kind() Kind { return answer(20) }

func (m *ScannerData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	list(c, 2, "scannerDataElement", &m.Rows, (*ScannerRow).fields)
}

// RequestScannerParameters asks for [ScannerParameters].
type RequestScannerParameters struct{}

// Kind returns the kind of the message.
func (*RequestScannerParameters) Kind() Kind { return ask(24) }

func (*RequestScannerParameters) fields(*coder) {}

// CancelScanner ends a scan.
type CancelScanner struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelScanner) Kind() Kind { return ask(23) }

func (m *CancelScanner) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}
