// Package reconcile compares what an engine believes with what the broker says, and answers with what must be done
// to the books so that they agree: a list of settlements, each with its reason, or differences that nothing explains.
//
// [Reconcile] is a pure function. It changes nothing, asks nobody and knows no clock but the time of the truth. What
// it concludes, it concludes by these rules:
//
//   - A truth is complete or it is not used: whoever got a part of an answer does not call.
//   - Executions are the only source of fills. A status or a listing that speaks of more than the executions show
//     is a doubt, not a fill.
//   - Nothing is concluded from the absence of an order that was sent after the question was asked.
//   - An order that the broker does not list, and that it never acknowledged, never arrived. One that was
//     acknowledged has expired when its time in force has ended, and else was cancelled. Each of these ends is
//     marked as inferred; news of the order from the broker undoes it.
//   - An instrument that is not among the holdings is not held.
//   - A difference in a position counts once it has been seen in two truths with nothing traded in between, because
//     the parts of a truth are not of one instant. Then it is unexplained, unless the policy adopts what the broker
//     says, the books are new, or the contract has expired.
//   - A difference in cash counts on the same terms. It is always settled: interest, dividends and fees have no
//     executions.
//
// Applying the settlements and reconciling again with the same truth yields nothing.
//
// Sockets, strategies and storage never live here.
package reconcile
