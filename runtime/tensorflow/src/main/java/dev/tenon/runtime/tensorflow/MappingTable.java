package dev.tenon.runtime.tensorflow;

import dev.tenon.ir.graph.Operator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Mappings of operators: each operator has one, or a reason why it cannot have one. */
final class MappingTable {
  private final Map<Class<?>, Mapping<?>> mappings = new HashMap<>();
  private final Map<Class<?>, Some<?>> some = new HashMap<>();
  private final Map<Class<?>, Function<Operator, String>> reasons = new HashMap<>();

  /** A mapping of those operators of a class that a condition tells apart. */
  private record Some<O extends Operator>(Predicate<O> condition, Mapping<O> mapping) {}

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

  /** Registers a mapping of some operators of a class; the others have a reason. */
  <O extends Operator> void some(Class<O> operator, Predicate<O> condition, Mapping<O> mapping) {
    if (some.putIfAbsent(operator, new Some<>(condition, mapping)) != null) {
      throw new IllegalStateException("two mappings for " + operator.getSimpleName());
    }
  }

  /** Registers the reason why an operator cannot be run. */
  void unsupported(Class<? extends Operator> operator, Function<Operator, String> reason) {
    if (mappings.containsKey(operator) || reasons.putIfAbsent(operator, reason) != null) {
      throw new IllegalStateException("two mappings for " + operator.getSimpleName());
    }
  }

  /** Returns the operators that can be run. */
  Set<Class<?>> supported() {
    return Set.copyOf(mappings.keySet());
  }

  /** Says whether an operator has a reason why it cannot be run. */
  boolean refuses(Class<?> operator) {
    return reasons.containsKey(operator);
  }

  /** Returns the mapping of an operator; where it has none, one that refuses it. */
  // The registration methods tie each class to a mapping of the same type.
  @SuppressWarnings("unchecked")
  <O extends Operator> Mapping<O> of(O operator) {
    Some<O> chosen = (Some<O>) some.get(operator.getClass());
    if (chosen != null && chosen.condition.test(operator)) {
      return chosen.mapping;
    }
    Mapping<?> found = mappings.get(operator.getClass());
    return found == null ? refusing(reasons.get(operator.getClass())) : (Mapping<O>) found;
  }

  private static <O extends Operator> Mapping<O> refusing(
      @Nullable Function<Operator, String> reason) {
    return (o, at) -> {
      throw at.refuse(reason == null ? "it has no mapping" : reason.apply(o));
    };
  }
}
