package dev.tenon.layers.base;

import dev.tenon.initializers.Initializer;
import dev.tenon.initializers.StartValue;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Declares the weights and the inner layers of a layer. */
public final class Build {
  private final Scope scope;
  private final DTypePolicy policy;

  /**
   * Creates the builder of one layer.
   *
   * @param scope the scope that records declared weights
   * @param policy the layer's types
   */
  public Build(Scope scope, DTypePolicy policy) {
    this.scope = scope;
    this.policy = policy;
  }

  /** Returns whether the layer is trainable; inner layers inherit it. */
  public boolean trainable() {
    return scope.node().trainable();
  }

  /** Returns whether the layer behaves as an older Keras in one respect. */
  public boolean has(LegacyOption option) {
    return scope.node().has(option);
  }

  /** Returns the path of the layer, such as {@code encoder/block}. */
  public String path() {
    return scope.path();
  }

  /** Returns the layer's types. */
  public DTypePolicy policy() {
    return policy;
  }

  /** Declares a trainable weight in the policy's variable type. */
  public Parameter weight(String name, Shape shape, @Nullable KerasObject initializer) {
    return declare(name, shape, policy.variable(), Parameter.Role.WEIGHT, initializer);
  }

  /** Declares a trainable weight in the policy's variable type. */
  public Parameter weight(String name, Shape shape, Initializer initializer) {
    return weight(name, shape, initializer.toKeras());
  }

  /** Declares a state that the layer itself changes, such as a moving mean. */
  public Parameter state(String name, Shape shape, @Nullable KerasObject initializer) {
    return declare(name, shape, policy.variable(), Parameter.Role.STATE, initializer);
  }

  /** Declares a parameter of a given type and role. */
  public Parameter declare(
      String name,
      Shape shape,
      DType dtype,
      Parameter.Role role,
      @Nullable KerasObject initializer) {
    if (!shape.isKnown()) {
      throw unbuildable(
          name,
          shape,
          "the input's last axis (or channel axis) must be known, units and filters 1 or more");
    }
    if (role == Parameter.Role.WEIGHT && Arrays.stream(shape.toLongs()).anyMatch(n -> n == 0)) {
      // An engine may end the process on a product with nothing in it.
      throw unbuildable(
          name, shape, "all its lengths, such as units or filters, must be 1 or more");
    }
    Parameter parameter =
        new Parameter(
            scope.path() + "/" + name,
            name,
            shape.toLongs(),
            dtype,
            role,
            start(name, shape, initializer));
    scope.add(parameter);
    return parameter;
  }

  private @Nullable KerasObject start(String name, Shape shape, @Nullable KerasObject initializer) {
    Tensor given = scope.node().startValue(name);
    if (given == null) {
      return initializer;
    }
    if (!Arrays.equals(given.shape(), shape.toLongs())) {
      throw new IllegalArgumentException(
          "layer "
              + scope.node()
              + ": weight '"
              + name
              + "' starts with a value of shape "
              + given.shapeString()
              + ", and the layer's input asks for "
              + shape
              + "; adapt the layer to data of the shape of its input");
    }
    return StartValue.object(given);
  }

  /**
   * Records that an attribute of the layer refers to a parameter of an inner layer, which affects
   * Keras' order of weights and {@code .keras} files.
   */
  public void hold(Parameter parameter) {
    scope.hold(parameter);
  }

  /**
   * Declares the state of a random seed: two integers, the seed and a counter, as Keras'
   * SeedGenerator.
   *
   * @param seed the seed; null for a layer without one
   */
  public Parameter seed(@Nullable Long seed) {
    KerasObject start =
        seed == null ? KerasObject.of("RandomSeed") : new KerasObject("Seed", Map.of("seed", seed));
    Scope child = new Scope(scope.node(), scope.path() + "/seed_generator");
    Parameter parameter =
        new Parameter(
            child.path() + "/seed_generator_state",
            "seed_generator_state",
            new long[] {2},
            DType.INT64,
            Parameter.Role.STATE,
            start);
    child.add(parameter);
    scope.add("seed_generator", child);
    return parameter;
  }

  /**
   * Declares a layer inside this one and builds it.
   *
   * @param attribute Keras' attribute name, such as {@code query_dense} or {@code cell}
   * @param node the inner layer
   * @param inputs the shapes of its inputs
   */
  public <W> SubLayer<W> layer(
      String attribute, LayerNode node, Layer<W> layer, List<Shape> inputs) {
    LayerArguments.check(layer);
    Scope child = scope.inside(node);
    scope.add(attribute, child);
    W weights = layer.build(new Build(child, node.dtypePolicy()), inputs);
    return new SubLayer<>(node, layer, weights, child);
  }

  /** Declares an inner layer of any kind and builds it. */
  public SubLayer<?> layer(String attribute, LayerNode node, List<Shape> inputs) {
    return layer(attribute, node, node.layer(), inputs);
  }

  /**
   * Declares a layer, such as {@code dense(5)} or {@code sequential(…)}, and builds it; without a
   * name of its own it has that of its attribute.
   */
  public SubLayer<?> layer(String attribute, LayerLike member, List<Shape> inputs) {
    return layer(attribute, member.inside(this, attribute, inputs), inputs);
  }

  /** Declares a layer named after its attribute, with this layer's types, and builds it. */
  public <W> SubLayer<W> layer(String attribute, Layer<W> layer, List<Shape> inputs) {
    return layer(
        attribute,
        new LayerNode(attribute, layer, scope.node().trainable(), policy),
        layer,
        inputs);
  }

  private IllegalArgumentException unbuildable(String name, Shape shape, String why) {
    return new IllegalArgumentException(
        "layer " + scope.node() + ": weight '" + name + "' would have shape " + shape + "; " + why);
  }
}
