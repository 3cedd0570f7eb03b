import Foundation
import MyelinFiles
import TestSupport
import Testing

struct AtomicFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func mode(_ path: String) throws -> mode_t {
    var status = stat()
    try #require(lstat(path, &status) == 0)
    return status.st_mode
  }

  @Test func createsAndReplaces() throws {
    let path = folder.file("notes.txt")
    try AtomicFile.write("old", to: path)
    try AtomicFile.write([Array("ne".utf8), [], Array("w".utf8)], to: path)
    #expect(try AtomicFile.read(path) == Array("new".utf8))
    #expect(try folder.names == ["notes.txt"])
  }

  /// Whether the file system of temporary folders has files without names.
  static func hasFilesWithoutNames() throws -> Bool {
    let folder = try TemporaryFolder()
    let descriptor = open(folder.path, 0o20000000 | O_DIRECTORY | O_WRONLY, 0o600)
    guard descriptor >= 0 else { return false }
    return close(descriptor) == 0 && access("/proc/self/fd", X_OK) == 0
  }

  @Test(.enabled("the file system has no files without names", hasFilesWithoutNames))
  func whatIsNotFinishedHasNoName() throws {
    let path = folder.file("rows.csv")
    let writer = try AtomicFileWriter(path)
    // More than is gathered before the system is called.
    try writer.write([UInt8](repeating: 1, count: 200_000))
    #expect(try folder.names.isEmpty)
    try writer.finish()
    #expect(try folder.names == ["rows.csv"])
    #expect(try AtomicFile.read(path).count == 200_000)
    #expect(try mode(path) & 0o133 == 0)
  }

  @Test func readsEmptyAndLargeFiles() throws {
    let path = folder.file("data")
    try AtomicFile.write("", to: path)
    #expect(try AtomicFile.read(path).isEmpty)
    let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try AtomicFile.write([large], to: path)
    #expect(try AtomicFile.read(path) == large)
  }

  @Test func writesBesideTheWorkingFolder() throws {
    let name = "myelin-test-\(UUID().uuidString)"
    defer { unlink(name) }
    try AtomicFile.write("here", to: name)
    #expect(try AtomicFile.read(name) == Array("here".utf8))
  }

  @Test func keepsThePermissionsOfTheOldFile() throws {
    let path = folder.file("secret")
    try AtomicFile.write("old", to: path)
    #expect(try mode(path) & 0o600 == 0o600)
    #expect(try mode(path) & 0o133 == 0)
    for permissions: mode_t in [0o600, 0o664, 0o755] {
      try #require(chmod(path, permissions) == 0)
      try AtomicFile.write("new", to: path)
      #expect(try mode(path) & 0o777 == permissions)
    }
  }

  @Test func keepsLinksAndReplacesWhatTheyLeadTo() throws {
    let subfolder = folder.file("models")
    try #require(mkdir(subfolder, 0o755) == 0)
    try #require(symlink("models/today", folder.file("latest")) == 0)
    try #require(symlink("latest", folder.file("best")) == 0)
    for text in ["created through the link", "replaced through the link"] {
      try AtomicFile.write(text, to: folder.file("best"))
      #expect(try AtomicFile.read(subfolder + "/today") == Array(text.utf8))
    }
    #expect(try mode(folder.file("best")) & S_IFMT == S_IFLNK)
    #expect(try mode(folder.file("latest")) & S_IFMT == S_IFLNK)
    #expect(try folder.names == ["best", "latest", "models"])
  }

  @Test func acceptsTheLongestNames() throws {
    let path = folder.file(String(repeating: "n", count: 255))
    try AtomicFile.write("x", to: path)
    #expect(try AtomicFile.read(path) == Array("x".utf8))
    let error = try fileError { try AtomicFile.write("x", to: path + "n") }
    #expect(error.problem.contains("File name too long"))
    #expect(try folder.names.count == 1)
  }

  @Test func writesIntoDevices() throws {
    try AtomicFile.write("gone", to: "/dev/null")
    #expect(try mode("/dev/null") & S_IFMT == S_IFCHR)
    let error = try fileError { try AtomicFile.write("too much", to: "/dev/full") }
    #expect(error.kind == .diskFull)
    #expect(try fileError { _ = try AtomicFile.read("/dev/zero") }.problem == "this is a device")
  }

  /// What a descriptor leads to is in use: a file behind it is not replaced, and what others wrote into it stays.
  @Test(arguments: ["/dev/fd/", "/proc/self/fd/", "/proc/\(getpid())/fd/", "link"])
  func writesIntoOpenDescriptors(place: String) throws {
    let path = folder.file("log.txt")
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    try #require(descriptor >= 0)
    var target = "\(place)\(descriptor)"
    if place == "link" {
      target = folder.file("link")
      #expect(symlink("/dev/fd/\(descriptor)", target) == 0)
    }
    #expect(!AtomicFile.replaces(target) && AtomicFile.replaces(path) && !AtomicFile.isStandardOutput(target))
    #expect(write(descriptor, "first ", 6) == 6)
    try AtomicFile.write("second ", to: target)
    #expect(write(descriptor, "third", 5) == 5)
    #expect(try AtomicFile.read(path) == Array("first second third".utf8))
    close(descriptor)
    #expect(throws: FileError.self) { try AtomicFile.write("x", to: target) }
    let reading = open(path, O_RDONLY | O_CLOEXEC)
    defer { close(reading) }
    #expect(
      try fileError { try AtomicFile.write("x", to: "/dev/fd/\(reading)") }.problem.contains("not open for writing"))
    #expect(try AtomicFile.read(path) == Array("first second third".utf8))
    #expect(AtomicFile.isStandardOutput("-") && AtomicFile.isStandardOutput("/proc/self/fd/1"))
  }

  @Test func reportsMissingFoldersAndFiles() throws {
    let lost = folder.file("nowhere/model")
    let error = try fileError { try AtomicFile.write("x", to: lost) }
    #expect(error.kind == .missing)
    #expect(
      error.description
        == "\(lost): its folder does not exist (No such file or directory): create the folder or check the path")
    #expect(try fileError { _ = try AtomicFile.read(lost) }.kind == .missing)

    try AtomicFile.write("x", to: folder.file("file"))
    let below = try fileError { try AtomicFile.write("x", to: folder.file("file/model")) }
    #expect(below.kind == .missing)
    #expect(below.description.contains("Not a directory"))
    #expect(try folder.names == ["file"])
  }

  @Test func refusesFoldersAndImpossibleNames() throws {
    #expect(try fileError { try AtomicFile.write("x", to: folder.path) }.problem.contains("Is a directory"))
    #expect(try fileError { _ = try AtomicFile.read(folder.path) }.problem.contains("Is a directory"))
    #expect(try fileError { try AtomicFile.write("x", to: "") }.kind == .missing)
    #expect(try fileError { try AtomicFile.write("x", to: folder.file("a\0b")) }.kind == .missing)
    #expect(try fileError { _ = try AtomicFile.read(folder.file("two\nlines")) }.kind == .missing)
    #expect(try folder.names.isEmpty)
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
  func respectsPermissions() throws {
    let path = folder.file("kept")
    try AtomicFile.write("old", to: path)
    try #require(chmod(path, 0o444) == 0)
    #expect(try fileError { try AtomicFile.write("new", to: path) }.kind == .notPermitted)
    try #require(chmod(path, 0o644) == 0 && chmod(folder.path, 0o555) == 0)
    defer { chmod(folder.path, 0o755) }
    #expect(try fileError { try AtomicFile.write("new", to: path) }.kind == .notPermitted)
    #expect(try AtomicFile.read(path) == Array("old".utf8))
  }

  /// Mounting needs root, and some containers forbid it even then; elsewhere `writesIntoDevices` must do.
  static func canMount() throws -> Bool {
    let folder = try TemporaryFolder()
    guard mount("myelin-test", folder.path, "tmpfs", 0, "size=64k") == 0 else { return false }
    return umount2(folder.path, Int32(MNT_DETACH)) == 0
  }

  @Test(.enabled("a small disk can't be mounted here", canMount))
  func leavesTheOldFileOnAFullOrReadOnlyDisk() throws {
    let disk = folder.file("disk")
    try #require(mkdir(disk, 0o755) == 0)
    try #require(mount("myelin-test", disk, "tmpfs", 0, "size=64k") == 0)
    defer { umount2(disk, Int32(MNT_DETACH)) }
    let path = disk + "/model"
    let old = [UInt8](repeating: 1, count: 20_000)
    try AtomicFile.write([old], to: path)

    let full = try fileError { try AtomicFile.write([[UInt8](repeating: 2, count: 100_000)], to: path) }
    #expect(full.kind == .diskFull)
    #expect(
      full.description
        == "\(path): cannot write (No space left on device); the old file is unchanged: free some space")
    #expect(try AtomicFile.read(path) == old)
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk) == ["model"])

    try #require(mount("myelin-test", disk, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0)
    #expect(try fileError { try AtomicFile.write("new", to: path) }.kind == .notPermitted)
    #expect(try fileError { try AtomicFile.write("new", to: disk + "/other") }.kind == .notPermitted)
    #expect(try AtomicFile.read(path) == old)
  }

  /// While one thread replaces the file over and over, every read finds one whole version.
  @Test func readersNeverSeeHalfAFile() async throws {
    let path = folder.file("shared")
    let versions = (0..<4).map { [UInt8](repeating: $0, count: 50_000 + Int($0)) }
    try AtomicFile.write([versions[0]], to: path)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for start in 0..<2 {
        group.addTask {
          for step in 0..<20 { try AtomicFile.write([versions[(start + step) % 4]], to: path) }
        }
        group.addTask {
          for _ in 0..<50 {
            let found = try AtomicFile.read(path)
            #expect(versions.contains(found))
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try folder.names == ["shared"])
  }
}
