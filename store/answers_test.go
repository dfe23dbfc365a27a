package store

import (
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/tidemark/tidemark/broker/tws/client"
)

var _ client.Cache = Answers{}

func TestAnswersComeBackAfterReopening(t *testing.T) {
	s, path := open(t)
	at := time.Date(2025, time.June, 20, 13, 30, 0, 5, time.UTC)
	for _, put := range []struct{ question, answer string }{{"a", "old"}, {"a", "new"}, {"b\x00\xff", ""}} {
		if err := s.Answers().Put(put.question, []byte(put.answer), at); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	got, when, err := again.Answers().Get("a")
	if err != nil || string(got) != "new" || !when.Equal(at) {
		t.Errorf("a: %q at %v, %v", got, when, err)
	}
	if got, when, err = again.Answers().Get("b\x00\xff"); err != nil || got == nil || len(got) != 0 || !when.Equal(at) {
		t.Errorf("b: %q at %v, %v; want an empty answer", got, when, err)
	}
	if got, _, err = again.Answers().Get("c"); err != nil || got != nil {
		t.Errorf("c: %q, %v; want none", got, err)
	}
}

func TestForget(t *testing.T) {
	s, _ := open(t)
	a := s.Answers()
	day := time.Date(2025, time.June, 20, 0, 0, 0, 0, time.UTC)
	for i, question := range []string{"old", "at", "young"} {
		if err := a.Put(question, []byte("answer"), day.AddDate(0, 0, i-1)); err != nil {
			t.Fatal(err)
		}
	}
	err := s.db.Update(func(tx *bbolt.Tx) error { return tx.Bucket(bucketAnswers).Put([]byte("damaged"), []byte{1}) })
	if err != nil {
		t.Fatal(err)
	}
	if got, _, err := a.Get("damaged"); err == nil || !strings.Contains(err.Error(), s.db.Path()) {
		t.Errorf("damaged: %q, %v; want an error that names the file", got, err)
	}
	if n, err := a.Forget(day); n != 2 || err != nil {
		t.Errorf("forgot %d, %v; want the old one and the damaged one", n, err)
	}
	for question, want := range map[string]bool{"old": false, "damaged": false, "at": true, "young": true} {
		if got, _, err := a.Get(question); err != nil || (got != nil) != want {
			t.Errorf("%s: %q, %v", question, got, err)
		}
	}
}

func TestAQuestionMustBeAKey(t *testing.T) {
	s, _ := open(t)
	for _, question := range []string{"", strings.Repeat("x", bbolt.MaxKeySize+1)} {
		if err := s.Answers().Put(question, nil, time.Unix(0, 0)); err == nil {
			t.Errorf("a question of %d bytes is kept", len(question))
		}
	}
}
