package dev.tenon.runtime.tensorflow;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Foreign;
import dev.tenon.ir.op.RuntimeOperators;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The registry of mappings: every operator has one, or a reason why it cannot have one. */
final class Mappings {
  private static final Mappings ALL = new Mappings();

  private final Map<Class<?>, Mapping<?>> mappings = new HashMap<>();
  private final Map<Class<?>, String> reasons = new HashMap<>();

  static {
    UnaryMappings.register(ALL);
    BinaryMappings.register(ALL);
    VariadicMappings.register(ALL);
    ActivationMappings.register(ALL);
    ReductionMappings.register(ALL);
    MovementMappings.register(ALL);
    IndexingMappings.register(ALL);
    GenerationMappings.register(ALL);
    LinearMappings.register(ALL);
    ConvolutionMappings.register(ALL);
    PoolingMappings.register(ALL);
    NormalizationMappings.register(ALL);
    ImagingMappings.register(ALL);
    RecurrentMappings.register(ALL);
    RandomMappings.register(ALL);
    ControlMappings.register(ALL);
    VisionMappings.register(ALL);
    SignalMappings.register(ALL);
    TextMappings.register(ALL);
    DrawingMappings.register(ALL);
    TraditionalMlMappings.register(ALL);
    ALL.unsupported(
        Foreign.Opaque.class, "only ONNX Runtime knows what it computes, where it has it");
  }

  Mappings() {}

  /** Registers a mapping of an operator with one output. */
  <O extends Operator> void single(Class<O> operator, Mapping.Single<O> mapping) {
    many(operator, (o, at) -> List.of(mapping.emit(o, at)));
  }

  /** Registers an operator that is one TensorFlow operation on the same inputs. */
  <O extends Operator> void same(Class<O> operator, String type, int inputs) {
    single(
        operator,
        (o, at) -> {
          OpCall call = at.tf().op(type);
          for (int i = 0; i < inputs; i++) {
            call.in(at.in(i));
          }
          return call.out();
        });
  }

  /** Registers a mapping. */
  <O extends Operator> void many(Class<O> operator, Mapping<O> mapping) {
    if (reasons.containsKey(operator) || mappings.putIfAbsent(operator, mapping) != null) {
      throw new IllegalStateException("two mappings for " + operator.getSimpleName());
    }
  }

  /** Registers the reason why an operator cannot be run. */
  void unsupported(Class<? extends Operator> operator, String reason) {
    if (mappings.containsKey(operator) || reasons.putIfAbsent(operator, reason) != null) {
      throw new IllegalStateException("two mappings for " + operator.getSimpleName());
    }
  }

  /** Returns the operators that can be run. */
  static Set<Class<?>> supported() {
    return Set.copyOf(ALL.mappings.keySet());
  }

  /** Returns why an operator cannot be run, or null. */
  static @Nullable String reason(Class<?> operator) {
    return ALL.reasons.get(operator);
  }

  // The registration methods tie each class to a mapping of the same type.
  @SuppressWarnings("unchecked")
  static <O extends Operator> Mapping<O> of(O operator) {
    if (operator instanceof Foreign.Opaque opaque && PictureFiles.is(opaque)) {
      return (o, at) -> PictureFiles.decode(opaque, at);
    }
    Mapping<?> found = ALL.mappings.get(operator.getClass());
    if (found == null) {
      String reason =
          operator instanceof Foreign.Opaque opaque
              ? RuntimeOperators.reason(opaque.domain(), opaque.operator())
              : ALL.reasons.getOrDefault(operator.getClass(), "it has no mapping");
      return (o, at) -> {
        throw at.refuse(reason);
      };
    }
    return (Mapping<O>) found;
  }
}
