// A network with two inputs and two outputs is a struct like any other.

import Myelin

struct Recommender: Module {
  let user = Embedding(100, 8)
  let item = Embedding(50, 8)
  let shared = Sequential {
    Concatenate {
      Identity()
      Dense(16, 16, activation: .tanh)
    }
    Dense(32, 16, activation: .relu)
    Dropout(0.1)
  }
  let rating = Dense(16, 1)
  let genre = Dense(16, 4)

  func callAsFunction(_ users: Tensor, _ items: Tensor) -> (rating: Tensor, genre: Tensor) {
    let features = shared(.concatenate([user(users), item(items)], axis: -1))
    return (rating(features), genre(features))
  }
}

let (users, items) = (Tensor.randomIntegers([64], in: 0..<100), Tensor.randomIntegers([64], in: 0..<50))
let ratings = ((users + items) % 5).cast(to: .float32).unsqueezed(axis: 1)
let genres = items % 4

let model = Recommender()
let optimizer = Adam(learningRate: 1e-2)
let step = compile { (users: Tensor, items: Tensor) in
  let (loss, gradient) = withMode(.training) {
    valueWithGradient(at: model) {
      let (rating, genre) = model(users, items)
      return meanSquaredError(rating, ratings) + softmaxCrossEntropy(genre, genres)
    }
  }
  optimizer.update(model, along: gradient)
  return loss
}

for round in 0..<200 {
  let loss = step(users, items)
  if round % 50 == 0 { print("loss:", loss) }
}
let (rating, genre) = model(users, items)
print("mean error of ratings:", meanAbsoluteError(rating, ratings))
print("genres found:", (genre.argmax(axis: -1) .== genres).mean())
