// Package plugin loads strategies that were compiled as Go plugins (go build -buildmode=plugin). A plugin
// registers its strategies from init, as any package does.
//
// Go accepts a plugin only when it was built by the same toolchain, with the same versions of every shared
// module and the same build flags as the program; [Load] compares these first, from the build information
// in both files, and says what differs. `trader build --with` has none of these troubles and is the first
// choice.
package plugin
