package wirelog

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

func (r Redaction) none() bool { return r.KeepAccounts && r.KeepNames && !r.OrderRefs }

// redactor replaces what a log shall not show. What it has replaced once it replaces in the same way for good.
type redactor struct {
	rules    Redaction
	decoders [2]*wire.Decoder // by direction, see index
	encoders [2]*wire.Encoder
	aliases  map[string]string
}

// at returns a redactor for a session, with the replacements of the one before, which may be nil.
func (r *redactor) at(version int, rules Redaction) *redactor {
	next := &redactor{
		rules:    rules,
		decoders: [2]*wire.Decoder{wire.NewDecoder(false, version), wire.NewDecoder(true, version)},
		encoders: [2]*wire.Encoder{wire.NewEncoder(false, version), wire.NewEncoder(true, version)},
		aliases:  map[string]string{},
	}
	if r != nil {
		next.aliases = r.aliases
	}
	return next
}

// frame returns what may be recorded of a payload; false says nothing.
func (r *redactor) frame(fromClient bool, payload []byte) ([]byte, bool) {
	m, err := r.decoders[index(fromClient)].Decode(payload)
	if err != nil {
		return nil, false
	}
	switch m.(type) {
	case *wire.Unknown, *wire.VerifyRequest, *wire.VerifyMessage, *wire.VerifyAndAuthRequest, *wire.VerifyAndAuthMessage,
		*wire.VerifyMessageAPI, *wire.VerifyCompleted, *wire.VerifyAndAuthMessageAPI, *wire.VerifyAndAuthCompleted:
		return nil, false
	}
	if !r.value(reflect.ValueOf(m).Elem(), "") {
		return payload, true
	}
	frame, err := r.encoders[index(fromClient)].Append(nil, m)
	if err != nil {
		return nil, false
	}
	return frame[lengthBytes:], true
}

// lengthBytes is the size of the length that precedes a frame's payload.
const lengthBytes = 4

// value redacts the texts in v, which is the field of that name; true says that something changed.
func (r *redactor) value(v reflect.Value, field string) (changed bool) {
	switch v.Kind() {
	case reflect.String:
		if was := v.String(); was != "" {
			now := r.text(field, was)
			v.SetString(now)
			return now != was
		}
	case reflect.Pointer:
		return !v.IsNil() && r.value(v.Elem(), field)
	case reflect.Slice:
		for i := range v.Len() {
			changed = r.value(v.Index(i), field) || changed
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				changed = r.value(v.Field(i), f.Name) || changed
			}
		}
	}
	return changed
}

// text redacts one text by the meaning of its field.
func (r *redactor) text(field, s string) string {
	switch field {
	case "Account", "CustomerAccount", "HedgeClearingAccount", "Shareholder":
		if !r.rules.KeepAccounts {
			return r.account(s)
		}
	case "Accounts":
		if !r.rules.KeepAccounts {
			list := strings.Split(s, ",")
			for i, account := range list {
				list[i] = r.account(account)
			}
			return strings.Join(list, ",")
		}
	case "Submitter", "ExtOperator", "WhiteBrandingID":
		if !r.rules.KeepNames {
			return r.alias(s, func(n int) string { return fmt.Sprint("name-", n) })
		}
	case "OrderRef", "Ref":
		if r.rules.OrderRefs {
			return r.alias(s, func(n int) string { return fmt.Sprint("ref-", n) })
		}
	}
	if r.rules.KeepAccounts {
		return s
	}
	return accountWord.ReplaceAllStringFunc(s, func(word string) string {
		if isAccount(word) {
			return r.account(word)
		}
		return word
	})
}

// accountWord finds the words that can be account numbers, isAccount those that are.
var accountWord = regexp.MustCompile(`[A-Za-z]+[0-9]{5,}`)

func isAccount(word string) bool {
	digits := strings.TrimLeft(strings.TrimPrefix(word, "D"), "FIU")
	letters := len(strings.TrimPrefix(word, "D")) - len(digits)
	return letters == 1 && len(digits) >= 5 && len(digits) <= 9 && strings.Trim(digits, "0123456789") == ""
}

// account keeps the form of an account number.
func (r *redactor) account(s string) string {
	if s == "" {
		return s
	}
	return r.alias(s, func(n int) string {
		if !isAccount(s) {
			return fmt.Sprint("account-", n)
		}
		letters := strings.TrimRight(s, "0123456789")
		return fmt.Sprintf("%s%0*d", letters, len(s)-len(letters), n)
	})
}

// aliasLimit bounds the memory of a redactor; what comes after it is not told apart.
const aliasLimit = 10_000

// alias returns the replacement of s.
func (r *redactor) alias(s string, invent func(n int) string) string {
	if a, ok := r.aliases[s]; ok {
		return a
	}
	if len(r.aliases) >= aliasLimit {
		return "redacted"
	}
	a := invent(len(r.aliases) + 1)
	r.aliases[s] = a
	return a
}
