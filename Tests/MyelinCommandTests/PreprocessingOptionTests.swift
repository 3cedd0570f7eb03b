import Foundation
import TestSupport
import Testing

/// `train`'s options for columns, and that `predict` and `evaluate` do the same to new rows.
@Suite struct PreprocessingOptionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func train(_ table: String, _ target: String, _ options: String) async throws -> Outcome {
    try await shell(
      "\"$M\" train '\(table)' --target \(target) --epochs 2 --hidden 4 --model '\(folder.file("model"))' \(options)")
  }

  private static let header = "size,city,at,open,price,y\n"
  static let table =
    header
    + (0..<60).map { row in
      let cells = [
        ["small", "large", "medium", ""][row % 4], "c\(row % 7)", "2024-0\(row % 9 + 1)-1\(row % 8)T0\(row % 5):30",
        row % 5 == 0 ? "" : row % 2 == 0 ? "true" : "false", row % 11 == 0 ? "" : "\(row * row)", "\(row % 3)",
      ]
      return cells.joined(separator: ",") + "\n"
    }.joined()

  @Test(arguments: [
    ("--scale min-max", 19), ("--scale robust --clip 0,1000", 19), ("--scale quantile", 19), ("--scale none", 19),
    ("--encode ordinal", 11), ("--encode hashing:5", 19), ("--encode target", 15), ("--encode embedding", 11),
    ("--impute mean --missing-indicators", 0), ("--log price", 19), ("--polynomial 3", 21), ("--embed city:3", 13),
    ("--column size=ordinal:small:medium:large", 17), ("--column city=drop", 12), ("--column at=month,weekday", 0),
    ("--column at=year,month,hour,cyclical --column price=mean,log1p,bins:4,one-hot", 0),
    ("--column open=one-hot", 20), ("--column price=bins:3,embedding:2", 19), ("--class-weights balanced", 19),
  ])
  func everyOptionTrainsAndPredicts(options: String, inputs: Int) async throws {
    let path = try folder.add(Self.table)
    let report: TrainingReport = try json(await train(path, "y", "--json \(options)"))
    if inputs > 0 { #expect(report.inputs == inputs, "\(options)") }
    let predicted = try await myelin("predict", folder.file("model"), path)
    #expect(predicted.errors == "", "\(options)")
    #expect(predicted.lines.count == 61)
    #expect(try await myelin("evaluate", folder.file("model"), path, "--json").status == 0)
    // What training never saw, and missing values, stop nothing.
    let odd = try folder.add("y,open,price,at,city,size\n,,,,,\n0,true,1e300,1999-12-31,new,huge\n", as: "odd.csv")
    let outcome = try await myelin("predict", folder.file("model"), odd)
    #expect(outcome.status == 0 || outcome.errors.contains("odd.csv:3"), "\(options): \(outcome.errors)")
  }

  @Test func theReportTellsWhatWasFound() async throws {
    let outcome = try await train(folder.add(Self.table), "y", "--embed city:3")
    #expect(outcome.status == 0, "\(outcome.errors)")
    for part in [
      "inputs: 1 numeric and 2 categorical columns, 1 of truth values, 1 of dates, ", "13 inputs of the network",
      "\n  numeric: price\n  categorical: size, city\n  truth values: open\n  dates: at\n",
      "13 inputs of the network, of which 1 becomes an embedding of 3 numbers: 15 numbers in all\n",
      "\n  vectors that are learnt: city (8 × 3)\n", "network: 15-4-3, 103 parameters",
    ] {
      #expect(outcome.output.contains(part), "\(part) in \(outcome.output)")
    }
  }

  @Test func vectorsAreLearnt() async throws {
    // The target hangs on the city alone.
    let path = try folder.add(
      "city,y\n" + (0..<400).map { "c\($0 % 16),\($0 % 16 * 7 % 16 < 8 ? "a" : "b")\n" }.joined())
    let options = "--json --encode embedding:4 --learning-rate 0.02 --epochs 40"
    let report: TrainingReport = try json(
      await shell("\"$M\" train '\(path)' --target y --hidden 8 --model '\(folder.file("model"))' \(options)"))
    #expect(try #require(report.metrics["accuracy"]) == 1)
    let more = try folder.add("city\nc3\nnowhere\n", as: "more.csv")
    let predicted = try await myelin("predict", folder.file("model"), more)
    #expect(predicted.lines.count == 3)
    #expect(predicted.errors.contains("line 3: 'nowhere' in column 'city' was not there in training"))
  }

  @Test func theSeedDecidesEveryByte() async throws {
    let path = try folder.add(Self.table)
    var models: [Data] = []
    for threads in [1, 2] {
      let outcome = try await shell(
        "MYELIN_THREADS=\(threads) \"$M\" train '\(path)' --target price --epochs 2 --quiet --seed 4 --encode target "
          + "--scale quantile --embed city --model '\(folder.file("model"))'")
      #expect(outcome.status == 0, "\(outcome.errors)")
      models.append(try bytes(folder.file("model")))
    }
    #expect(models[0] == models[1])
  }

  @Test func wrongOptions() async throws {
    let path = try folder.add(Self.table)
    for (options, message) in [
      ("--embed town:3", "table.csv:1: has no column 'town'"), ("--log town", "has no column 'town'"),
      ("--log city", "--log city: the column is not one of numbers"),
      ("--column price=cube", "--column price: there is no step 'cube'; the steps are drop, none"),
      ("--column price=clip:2:1", "the step 'clip:2:1' is not possible: write clip:LOW:HIGH, with two numbers"),
      ("--column price=bins:1", "the step 'bins:1' is not possible: write bins:COUNT, with 2 to 1000 for COUNT"),
      ("--column city=hashing:99999999", "write hashing[:SIZE], with 1 to 65536 for SIZE"),
      ("--column city=embedding:0", "write embedding[:SIZE], with 1 to 4096 for SIZE"),
      ("--column price=polynomial:x", "write polynomial:DEGREE, with 1 to 10 for DEGREE"),
      ("--column price=standard:2", "the step 'standard:2' is not possible: write standard, with nothing behind it"),
      ("--column price=drop,median", "the step 'drop' is not possible: write drop, as the only step"),
      ("--embed city:0", "--embed city:0: the size 0 is not possible; give a whole number from 1 to 4096, or none"),
      ("--column price=keep-missing,bins:5", "keep-missing leaves missing values to one of the steps one-hot"),
      ("--column price=keep-missing,median,one-hot", "and none is left by a step that fills them"),
      ("--column city=ordinal:a:b", "'c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6' in column 'city' are not among"),
      ("--column price=month", "--column price: the column is of type integer, and has no month"),
      ("--column city=standard", "table.csv:1:6: column 'city' has texts, and StandardScaler takes numbers"),
      ("--column city=mean,one-hot", "column 'city' has texts, which have no mean"),
      ("--column price=keep-missing", "--column price: keep-missing leaves missing values to one of the steps one-hot"),
      ("--column price=log,standard", "table.csv:3:33: LogTransform: 0.0 in column 'price' gives no number"),
      ("--column size=ordinal:a:a", "the categories given for column 'size' are none, or repeat"),
      ("--column city=none", "column 'city' has texts, which are no features"),
    ] {
      let table = message.contains("LogTransform") ? Self.table.replacing(",1,1\n", with: ",0,1\n") : Self.table
      expectFailure(try await train(folder.add(table), "y", options), message)
    }
    for (options, message) in [
      ("--encode embedding:0", "--encode <way>': the size of embedding is a whole number from 1 to 4096"),
      ("--encode hashing:x", "the size of hashing is a whole number from 1 to 65536"),
      ("--encode one-hot:3", "it is one of one-hot, ordinal, target, hashing[:SIZE], embedding[:SIZE]"),
      ("--clip 5,1", "--clip <low,high>': it is two numbers with a comma between them, the second not below the first"),
      ("--column price", "--column <column=step,step>': write COLUMN=STEP,STEP, as in age=median,standard"),
      ("--column price=mean,,standard", "write COLUMN=STEP,STEP"),
      ("--impute foo", "--impute <value>': it is one of median, mean, most-frequent, or a number"),
    ] {
      expectFailure(try await train(path, "y", options), message, status: 64)
    }
    for options in [
      "--polynomial 0", "--clip 1", "--scale big", "--impute nan", "--column price", "--column =standard", "--embed :3",
      "--column y=standard",
      "--column city=drop --embed city", "--ignore city --embed city",
    ] {
      expectFailure(try await train(path, "y", options), "myelin", status: 64)
    }
    expectFailure(
      try await train(path, "price", "--task regression --class-weights balanced"), "--class-weights balanced",
      "has no classes")
    #expect(try folder.names == ["table.csv"])
  }

  @Test func classesThatAreTruthValuesKeepTheirNames() async throws {
    let path = try folder.add("x,y\n" + (0..<20).map { "\($0),\($0 < 9 ? "True" : "False")\n" }.joined())
    let report: TrainingReport = try json(await train(path, "y", "--json"))
    #expect(report.classes == ["False", "True"])
    #expect(try await myelin("evaluate", folder.file("model"), path, "--json").status == 0)
    // A pipe can't be read a second time to see how they are written.
    let piped = try await shell(
      "mkfifo '\(folder.file("pipe"))'; cat '\(path)' > '\(folder.file("pipe"))' & "
        + "\"$M\" train '\(folder.file("pipe"))' --target y --epochs 1 --json --model '\(folder.file("piped"))'")
    #expect(try json(piped, as: TrainingReport.self).classes == ["false", "true"])
    #expect(try await myelin("evaluate", folder.file("piped"), path, "--json").status == 0)
  }

  /// A model of the time before steps could be chosen; Tests/Fixtures/preprocessing/earlier-model.myelin was written then by
  /// `myelin train Data/penguins.csv --target sex --hidden 3 --epochs 20`.
  @Test func earlierModelsAreRead() async throws {
    let outcome = try await myelin("predict", fixture("preprocessing/earlier-model.myelin"), penguins)
    #expect(outcome.lines.count == 345)
    let probabilities = try outcome.lines[1...5].map { try #require(Double($0.split(separator: ",")[1])) }
    let wanted = [
      0.7242717708214345, 0.8861412815373023, 0.9293085905583433, 0.8111212608130292, 0.8680955574182169,
    ]
    for (found, wanted) in zip(probabilities, wanted) { #expect(abs(found - wanted) < 1e-5) }
  }
}
