package dev.tenon.layers;

import dev.tenon.internal.layers.LayerNames;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.DTypePolicy;
import dev.tenon.layers.base.DTypePolicyMap;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerArguments;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes a layer by fluent setters: its configuration, and the name, trainability, types, input
 * shape and weights.
 *
 * <p>Each setter returns a changed copy. From its first use in a model on, a description is one
 * layer: used again, it shares its weights, as in Keras.
 *
 * @param <L> the configuration
 * @param <S> the class itself
 */
public abstract class LayerSpec<L extends Layer<?>, S extends LayerSpec<L, S>>
    implements LayerLike {
  private final L config;
  private final Settings settings;
  private @Nullable LayerNode node;

  /** Creates a description. */
  LayerSpec(L config, Settings settings) {
    this.config = config;
    this.settings = settings;
  }

  /**
   * The settings of every layer.
   *
   * @param name the name; null for one made of the class name
   * @param trainable whether optimizers change the weights
   * @param policy the element types; null for the thread's global policy, or that of an outer layer
   * @param policies the element types by the layer's name; null to use {@code policy}
   * @param inputShape the shape of the input without the batch axis; null for an unknown one
   * @param weights the first values of weights by name; the initializer sets all others
   */
  @Setters
  record Settings(
      @Nullable String name,
      boolean trainable,
      @Nullable DTypePolicy policy,
      @Nullable DTypePolicyMap policies,
      @Nullable List<Long> inputShape,
      Map<String, Tensor> weights)
      implements LayerSpecSettingsSetters {
    /** A trainable layer of float32 without a name. */
    static final Settings DEFAULTS = new Settings(null, true, null, null, null, Map.of());
  }

  /** Returns a description of the same class. */
  abstract S copy(L config, Settings settings);

  /** Returns a copy with another configuration. */
  final S with(L other) {
    return copy(other, settings);
  }

  /**
   * Returns a copy with another configuration and first values of weights.
   *
   * @param weights the values by the names of the weights
   */
  final S with(L other, Map<String, Tensor> weights) {
    return copy(other, settings.weights(weights));
  }

  /** Returns the configuration. */
  public L config() {
    return config;
  }

  /** Sets the name of the layer. Default: one made of the class name, such as {@code dense_1}. */
  public S name(String name) {
    return copy(config, settings.name(name));
  }

  /**
   * Sets whether optimizers change the weights. Default: {@code true}.
   *
   * @throws IllegalStateException for a layer in use, because its copy would be another layer
   */
  public S trainable(boolean trainable) {
    LayerNode used = node;
    if (used != null) {
      throw new IllegalStateException(
          "layer '"
              + used.name()
              + "' is in use already; change it with member().setTrainable("
              + trainable
              + ")");
    }
    return copy(config, settings.trainable(trainable));
  }

  /**
   * Sets the element types by the name of a policy, such as {@code mixed_float16}. Default: the
   * thread's global policy.
   */
  public S dtype(String policy) {
    return copy(config, settings.policy(DTypePolicy.of(policy)).policies((DTypePolicyMap) null));
  }

  /** Sets the types by the policy that a map has for the layer's name. */
  public S dtype(DTypePolicyMap policies) {
    return copy(config, settings.policy((DTypePolicy) null).policies(policies));
  }

  private DTypePolicy policy(String name, DTypePolicy otherwise) {
    DTypePolicyMap policies = settings.policies();
    if (policies != null) {
      return policies.get(name);
    }
    DTypePolicy policy = settings.policy();
    return policy == null ? otherwise : policy;
  }

  /**
   * Sets the input shape, for the first layer of a Sequential.
   *
   * @param shape without the batch axis; -1 stands for an open length
   */
  public S inputShape(long... shape) {
    return copy(config, settings.inputShape(LongStream.of(shape).boxed().toList()));
  }

  @Override
  public synchronized LayerNode member() {
    LayerNode made = node;
    if (made == null) {
      String given = settings.name();
      String name = given == null ? LayerNames.next(config.className()) : given;
      DTypePolicy policy = policy(name, DTypePolicy.global());
      made =
          new LayerNode(name, config, settings.trainable(), policy)
              .startingWith(settings.weights());
      List<Long> shape = settings.inputShape();
      try {
        // Not only when the first data come.
        LayerArguments.check(config);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("layer " + made + ": " + e.getMessage(), e);
      }
      if (shape != null) {
        made.inputShape(shape.stream().mapToLong(Long::longValue).toArray());
      }
      node = made;
    }
    return made;
  }

  @Override
  public LayerNode inside(Build owner, String attribute, List<Shape> inputs) {
    String given = settings.name();
    String name = given == null ? attribute : given;
    return new LayerNode(
            name, config, settings.trainable() && owner.trainable(), policy(name, owner.policy()))
        .startingWith(settings.weights());
  }

  /** Returns lengths as a list; one number stands for all axes. */
  static List<Long> spread(@Nullable List<Long> like, int rank, long... given) {
    int count = like == null ? rank : like.size();
    return given.length == 1 && count > 1
        ? Collections.nCopies(count, given[0])
        : LongStream.of(given).boxed().toList();
  }

  /**
   * Returns the lengths at both ends of each axis: one number for all, one an axis, or two.
   *
   * @throws IllegalArgumentException for any other count
   */
  static List<List<Long>> pairs(int rank, long... given) {
    if (given.length != 1 && given.length != rank && given.length != 2 * rank) {
      throw new IllegalArgumentException(
          "expected 1, "
              + rank
              + " or "
              + 2 * rank
              + " numbers, received "
              + Arrays.toString(given));
    }
    List<List<Long>> pairs = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      long first = given[given.length == 1 ? 0 : given.length == rank ? axis : 2 * axis];
      long second = given.length == 2 * rank ? given[2 * axis + 1] : first;
      pairs.add(List.of(first, second));
    }
    return pairs;
  }

  /** Returns numbers as a list. */
  static List<Double> doubles(double... given) {
    return DoubleStream.of(given).boxed().toList();
  }

  /** Returns layers for an argument that takes several. */
  static List<LayerNode> members(LayerLike... given) {
    return Stream.of(given).map(LayerLike::member).toList();
  }

  @Override
  public String toString() {
    return config.toString();
  }
}
