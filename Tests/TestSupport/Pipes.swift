import Foundation
import MyelinFiles

/// Runs `body` while a thread of its own writes the bytes to a pipe. Tasks would not do: both ends wait for each other, and
/// there may be no other thread for the second.
package func writing(_ bytes: [UInt8], to pipe: String, _ body: () throws -> Void) throws {
  let isDone = DispatchSemaphore(value: 0)
  Thread.detachNewThread {
    // A reader that stops early is no fault of the writer's.
    try? AtomicFile.write([bytes], to: pipe)
    isDone.signal()
  }
  defer { isDone.wait() }
  try body()
}
