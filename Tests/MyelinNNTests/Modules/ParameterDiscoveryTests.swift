import Myelin
import Testing

@Suite struct ParameterDiscoveryTests {
  struct Pair: Module {
    @Parameter var a = Tensor([1, 2])
    @Parameter var b = Tensor(3)
  }

  struct Tree: Module {
    let first = Pair()
    let list = [Pair(), Pair()]
    let present: Pair? = Pair()
    let absent: Pair? = nil
    let heads = ["right": Pair(), "left": Pair(), "above": Pair()]
    let couple = (Pair(), named: Pair())
    let anything: any Module = Pair()
    let variables = [Variable(Tensor(1)), Variable(Tensor(2))]
    let single = Variable(Tensor([1, 2, 3]))
    let constant = Tensor(5)
    let number = 7
    let _hidden = Pair()
  }

  @Test func findsNestedParametersUnderTheirPaths() {
    let tree = Tree()
    let pairs = [
      "first", "list.0", "list.1", "present", "heads.above", "heads.left", "heads.right", "couple.0", "couple.named",
      "anything",
    ]
    let expected =
      pairs.flatMap { ["\($0).a", "\($0).b"] } + ["variables.0", "variables.1", "single", "_hidden.a", "_hidden.b"]
    #expect(tree.namedParameters.map(\.name) == expected)
    #expect(tree.parameters.map(\.name) == expected)
    #expect(tree.parameterCount == 11 * 3 + 5)
    #expect(zip(tree.parameters, tree.namedParameters).allSatisfy { $0 === $1.variable })
  }

  @Test func listsSharedVariablesOnce() {
    struct Tied: Module {
      let encoder: Pair
      let decoder: Pair
      @Parameter var own = Tensor(0)
    }
    let pair = Pair()
    let tied = Tied(encoder: pair, decoder: pair)
    #expect(tied.namedParameters.map(\.name) == ["encoder.a", "encoder.b", "own"])
    let gradient = gradient(at: tied) { (tied.encoder.a * tied.decoder.a).sum() }
    #expect(gradient[pair.$a].scalars == [2, 4])
  }

  @Test func pathsDependOnTheModuleThatIsAsked() {
    struct Whole: Module { let part: Pair }
    let part = Pair()
    _ = part.parameters
    let whole = Whole(part: part)
    #expect(whole.namedParameters.map(\.name) == ["part.a", "part.b"])
    #expect(whole.parameters.map(\.name) == ["a", "b"])
  }

  @Test func keepsNamesThatWereGiven() {
    struct Named: Module { @Parameter(name: "gain") var g = Tensor(1) }
    #expect(Named().parameters.map(\.name) == ["gain"])
    #expect(Named().namedParameters.map(\.name) == ["g"])
  }

  class Base: Module, @unchecked Sendable {
    @Parameter var inherited = Tensor(1)
    var friend: (any Module)?
  }

  final class Derived: Base, @unchecked Sendable {
    @Parameter var own = Tensor(2)
  }

  @Test func walksClassesWithTheirSuperclasses() {
    #expect(Derived().namedParameters.map(\.name) == ["inherited", "own"])
  }

  @Test func objectsThatReferToEachOtherDoNotLoop() {
    let (one, two) = (Derived(), Derived())
    (one.friend, two.friend) = (two, one)
    #expect(one.namedParameters.map(\.name) == ["inherited", "friend.inherited", "friend.own", "own"])
    (one.friend, two.friend) = (nil, nil)
  }

  enum Branch: Module {
    case leaf(Pair)
    case node(Pair, Pair)
    case nothing
  }

  @Test func walksEnumsWithModules() {
    #expect(Branch.leaf(Pair()).namedParameters.map(\.name) == ["leaf.a", "leaf.b"])
    #expect(Branch.node(Pair(), Pair()).parameters.count == 4)
    #expect(Branch.nothing.parameters.isEmpty)
  }

  @Test func denseWithoutBiasHasNone() {
    let model = Sequential {
      Dense(2, 3, usesBias: false)
      Activation.relu
      Dense(3, 1)
    }
    #expect(model.namedParameters.map(\.name) == ["layers.0.weight", "layers.2.weight", "layers.2.bias"])
    #expect(model.parameterCount == 6 + 3 + 1)
    #expect(model([[1, 2]]).shape == [1, 1])
  }
}
