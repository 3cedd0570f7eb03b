// The perceptron as an estimator: the same results as scikit-learn's Perceptron(random_state=0).

import Myelin

let (x, labels) = makeClassification(
  samples: 100, features: 2, informative: 2, redundant: 0, classes: 2,
  clustersPerClass: 1, classSeparation: 2.0, seed: 20)

var classifier = PerceptronClassifier(seed: 0)
try classifier.fit(x, labels)
print("weights:", classifier.coefficients, "intercept:", classifier.intercepts)
print("epochs:", classifier.epochCount, "accuracy:", classifier.score(x, labels))
print("decisions:", classifier.decisionFunction(x[0..<3]), "classes:", classifier.predict(x[0..<3]))

// A stream of samples, one part after another.
var online = PerceptronClassifier(penalty: .l2, penaltyStrength: 1e-3)
for part in Dataset(x, labels).batches(of: 25) { try online.partialFit(part.x, part.y, classes: [0, 1]) }
print("accuracy of the other:", online.score(x, labels))

// What is wrong with the data is thrown.
do {
  try classifier.fit(x, labels.zerosLike())
} catch let error as EstimatorError {
  print(error)
}
