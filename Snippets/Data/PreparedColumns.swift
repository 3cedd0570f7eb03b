// Columns of a table become features: each kind goes through steps of its own, fitted on the training rows only.
import Foundation
import Myelin

let path = FileManager.default.temporaryDirectory.appending(path: "flats.csv").path(percentEncoded: false)
let rows = (0..<200).map { row in
  let size = 30 + row * 7 % 90
  let street = ["Elm", "Oak", "Ash", "Fir", "Yew"][row % 5]
  let day = "2024-0\(row % 9 + 1)-0\(row % 8 + 1)"
  return "\(row % 13 == 0 ? "" : String(size)),\(street),\(day),\(row % 2 == 0),\(size * 9 + row % 5 * 100)"
}
try Data(("size,street,day,lift,rent\n" + rows.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
let table = try Table(contentsOf: path)
let (training, test) = (table.taking(rows: Array(0..<160)), table.taking(rows: Array(160..<200)))

let preprocessing = Preprocessing {
  ColumnSteps(["size"]) {
    SimpleImputer(.median, addsIndicator: true)
    StandardScaler()
    PolynomialFeatures(degree: 2, includesBias: false)
  }
  ColumnSteps(["street"]) { EmbeddingEncoder(width: 2) }
  ColumnSteps(.typed(.date)) { DateParts([.month, .weekday], cyclical: true) }
  ColumnSteps(.typed(.boolean)) { SimpleImputer(.mostFrequent) }
}
let fitted = try preprocessing.fitted(on: training)
print(fitted.featureNames)

// The target is scaled as well, and what the network says is scaled back.
let rents = TargetEncoding.number(mean: 800, standardDeviation: 300)
func targets(_ table: Table) -> Tensor {
  Tensor((table["rent"]?.numbers ?? []).map(rents.encode)).unsqueezed(axis: 1)
}

// The features tell the network which columns are indices of vectors to learn.
let model = withRandomSeed(1) {
  let front = FeatureEmbedding(features: fitted.features)
  return Sequential([front, Dense(front.outputSize ?? 1, 16, activation: .relu), Dense(16, 1)])
}
let trainer = Trainer(model, loss: meanSquaredError, optimizer: Adam(learningRate: 0.01))
_ = try withRandomSeed(2) {
  try trainer.fit(Dataset(fitted.transform(training), targets(training)), epochs: 60, batchSize: 16)
}

// Saved with the model, and read again, it treats new rows as those of the training.
let file = FileManager.default.temporaryDirectory.appending(path: "flats.safetensors").path(percentEncoded: false)
try model.save(to: file, preprocessing: fitted)
let again = try SavedModel.preprocessing(Preprocessing.Fitted.self, from: file)
var unseen = UnseenCategories()
let x = try again.transform(test, unseen: &unseen)
let answers = try Sequential(contentsOf: file)(x)
print("first flat: \(rents.decode(answers.elements(as: Float.self)[0]).rounded()), \(test["rent"]?.text(row: 0) ?? "")")
print(unseen.warnings.isEmpty ? "all streets are known" : "\(unseen.warnings)")
