package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// Backup writes a whole copy of the file as it is at this moment, while others go on writing. The copy is for
// its owner only, complete or not there, and never replaces a file.
func (s *Store) Backup(path string) error {
	if err := s.Flush(); err != nil {
		return fmt.Errorf("back up state file %s: %w", s.path, err)
	}
	err := s.db.View(func(tx *bbolt.Tx) error {
		return create(path, func(f *os.File) error {
			_, err := tx.WriteTo(f)
			return err
		})
	})
	if err != nil {
		return fmt.Errorf("back up state file %s to %s: %w", s.path, path, err)
	}
	return nil
}

// Restore makes a backup the state file. The backup is verified first; the file it replaces, if there is one,
// must be in use by nobody and stays beside it with ".before-restore" added to its name.
func Restore(backup, path string) error {
	if err := restore(backup, path); err != nil {
		return fmt.Errorf("restore state file %s from %s: %w", path, backup, err)
	}
	return nil
}

func restore(backup, path string) error {
	from, err := OpenWith(backup, Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer from.Close()
	if err := from.Verify(); err != nil {
		return err
	}
	if _, err := os.Stat(path); err == nil {
		present, err := OpenWith(path, Options{ReadOnly: true})
		if errors.Is(err, ErrLocked) {
			return err
		}
		if err == nil {
			err = present.Close()
		}
		if err = errors.Join(err, os.Rename(path, path+".before-restore")); err != nil {
			return err
		}
	}
	return from.db.View(func(tx *bbolt.Tx) error {
		return create(path, func(f *os.File) error {
			_, err := tx.WriteTo(f)
			return err
		})
	})
}

// create writes a file beside its place and moves it there when it is whole.
func create(path string, write func(*os.File) error) error {
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("%s exists: choose another name, or move it away", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*")
	if err != nil {
		return err
	}
	err = errors.Join(f.Chmod(0o600), write(f), f.Sync())
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
