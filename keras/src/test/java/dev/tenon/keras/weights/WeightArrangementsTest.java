package dev.tenon.keras.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.DTypePolicy;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Scope;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.normalization.BatchNormalization;
import dev.tenon.layers.recurrent.LSTM;
import dev.tenon.layers.regularization.Dropout;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Weights are found where and in the order in which they are written. */
final class WeightArrangementsTest {
  private static final TensorType SEQUENCE = new TensorType(DType.FLOAT32, Shape.of(2, 4, 3));

  private static final List<Layer<?>> LAYERS =
      List.of(
          Dense.DEFAULTS.units(3),
          BatchNormalization.DEFAULTS,
          LSTM.DEFAULTS.units(3).returnSequences(true),
          Dropout.DEFAULTS.rate(0.5).seed(7L));

  /** Models of layers in a row, with layers and models in them frozen at random. */
  private static final class Chains {
    private final Random random;
    private int named;

    Chains(long seed) {
      this.random = new Random(seed);
    }

    NestedModel chain(int depth) {
      List<LayerNode> nodes =
          Stream.generate(() -> node(depth)).limit(1 + random.nextInt(4)).toList();
      Value input = Value.of("input", SEQUENCE);
      List<LayerCall> calls = new ArrayList<>();
      Value at = input;
      for (LayerNode node : nodes) {
        Value next = Value.of(node.name() + ":0", SEQUENCE);
        calls.add(
            new LayerCall(node.name(), node, List.of(new Arg.Ref(at)), Map.of(), List.of(next)));
        at = next;
      }
      LayerGraph graph =
          new LayerGraph("chain", List.of(input), calls, List.of(at), List.of("output"));
      return new NestedModel(random.nextBoolean() ? "Sequential" : "Functional", graph, nodes);
    }

    private LayerNode node(int depth) {
      boolean nested = depth > 0 && random.nextBoolean();
      Layer<?> layer = nested ? chain(depth - 1) : LAYERS.get(random.nextInt(LAYERS.size()));
      boolean trainable = random.nextInt(3) > 0;
      return new LayerNode("layer_" + named++, layer, trainable, DTypePolicy.FLOAT32);
    }
  }

  private static List<Parameter> order(
      LayerNode node, Scope scope, KerasGeneration generation, boolean configured) {
    return new LegacyOrder(
            generation, configured, (model, inside) -> List.copyOf(inside.children().values()))
        .slots(scope, node.trainable()).stream()
            .flatMap(slot -> slot.parameters().stream())
            .toList();
  }

  @RepeatedTest(100)
  void layersKeepTheirWeightsInTheOrderInWhichTheyAreRead(RepetitionInfo repetition) {
    NestedModel model = new Chains(repetition.getCurrentRepetition()).chain(3);
    Map<LayerNode, Scope> scopes = Lowering.lower(model, Mode.INFERENCE).weights();
    for (KerasGeneration generation : KerasGeneration.values()) {
      scopes.forEach(
          (node, scope) -> {
            List<Parameter> learned = new ArrayList<>();
            List<Parameter> other = new ArrayList<>();
            sort(scope, generation, node.trainable(), learned, other);
            learned.addAll(other);
            List<Parameter> written = order(node, scope, generation, true);
            assertThat(written).isEqualTo(learned);
            assertThat(order(node, scope, generation, false)).isEqualTo(written);
            List<String> names = LegacyNames.of(written, generation);
            assertThat(names).doesNotHaveDuplicates();
            boolean older = generation == KerasGeneration.TF_KERAS;
            assertThat(names).allMatch(name -> LegacyNames.isOfTensorFlow(name) == older);
          });
    }
  }

  /** Sorts weights by what the documentation of {@code trainable} says of each generation. */
  private static void sort(
      Scope scope,
      KerasGeneration generation,
      boolean open,
      List<Parameter> learned,
      List<Parameter> other) {
    boolean free = open && scope.node().trainable();
    for (Parameter parameter : scope.own()) {
      boolean weight = parameter.role() == Parameter.Role.WEIGHT;
      if (weight && free) {
        learned.add(parameter);
      } else if (!parameter.name().equals("seed_generator_state")) {
        other.add(parameter);
      }
    }
    boolean sequential = scope.node().layer().className().equals("Sequential");
    boolean handedOn = generation == KerasGeneration.TF_KERAS || !sequential;
    for (Scope child : scope.children().values()) {
      sort(child, generation, handedOn ? free : open, learned, other);
    }
  }

  @RepeatedTest(100)
  void layersOfAModelLieAtPathsOfTheirOwn(RepetitionInfo repetition) {
    NestedModel model = new Chains(repetition.getCurrentRepetition()).chain(3);
    Map<String, Parameter> written = new HashMap<>();
    Set<Parameter> stored = new LinkedHashSet<>();
    Map<LayerNode, Scope> scopes = Lowering.lower(model, Mode.INFERENCE).weights();
    WeightPaths paths = new WeightPaths("", WeightPaths.LAYERS);
    scopes.forEach(
        (node, scope) -> {
          put(paths.next(node.layer().className()), scope, written);
          scope.all().stream().filter(WeightOrder::isStored).forEach(stored::add);
        });
    assertThat(written.values()).containsExactlyInAnyOrderElementsOf(stored);
  }

  private static void put(String path, Scope scope, Map<String, Parameter> written) {
    List<Parameter> own = WeightOrder.byPath(scope);
    for (int i = 0; i < own.size(); i++) {
      assertThat(written.put(WeightPaths.variable(path, i), own.get(i))).isNull();
    }
    WeightPaths inside = new WeightPaths(path, WeightPaths.LAYERS);
    boolean model = scope.node().layer() instanceof NestedModel;
    scope
        .children()
        .forEach(
            (attribute, child) -> {
              String className = child.node().layer().className();
              put(
                  model ? inside.next(className) : WeightPaths.join(path, attribute),
                  child,
                  written);
            });
  }

  @Test
  void pathsAreThoseOfKeras() {
    WeightPaths paths = new WeightPaths("layers/functional", WeightPaths.LAYERS);
    assertThat(Stream.of("Conv2D", "Dense", "Conv2D", "BatchNormalization").map(paths::next))
        .containsExactly(
            "layers/functional/layers/conv2d",
            "layers/functional/layers/dense",
            "layers/functional/layers/conv2d_1",
            "layers/functional/layers/batch_normalization");
    WeightPaths older = new WeightPaths("", WeightPaths.OLD_LAYERS);
    assertThat(Stream.of(2, 1, 2).map(keys -> older.next("Dense", keys)))
        .containsExactly(
            "_layer_checkpoint_dependencies/dense",
            "_layer_checkpoint_dependencies/dense_2",
            "_layer_checkpoint_dependencies/dense_3");
    assertThat(WeightPaths.variable("", 0)).isEqualTo("vars/0");
    assertThat(WeightPaths.isOptimizerVariable(WeightPaths.variable("optimizer", 3))).isTrue();
    assertThat(WeightPaths.isOptimizerVariable("Adam/iteration:0")).isFalse();
  }
}
