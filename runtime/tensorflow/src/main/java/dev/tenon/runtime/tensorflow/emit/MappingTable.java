package dev.tenon.runtime.tensorflow.emit;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorTable;
import dev.tenon.runtime.tensorflow.graph.OpCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Mappings of operators: each operator has one, or a reason why it cannot have one. */
public final class MappingTable extends OperatorTable<Mapping<?>> {
  private final Map<Class<?>, Mapping<?>> exceptions = new HashMap<>();

  public MappingTable() {
    super("mappings");
  }

  /** Registers a mapping of an operator with one output. */
  public <O extends Operator> void single(Class<O> operator, Mapping.Single<O> mapping) {
    many(operator, (o, at) -> List.of(mapping.emit(o, at)));
  }

  /** Registers an operator that is one TensorFlow operation on the same inputs. */
  public <O extends Operator> void same(Class<O> operator, String type, int inputs) {
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
  public <O extends Operator> void many(Class<O> operator, Mapping<O> mapping) {
    put(operator, mapping);
  }

  /**
   * Registers the reason why most operators of a class cannot be run.
   *
   * @param exceptions writes those that can be, and refuses the others in words of their own
   */
  public <O extends Operator> void unsupported(
      Class<O> operator, String reason, Mapping<O> exceptions) {
    unsupported(operator, reason);
    this.exceptions.put(operator, exceptions);
  }

  /** Returns the mapping of an operator; where it has none, one that refuses it. */
  // The registration methods tie each class to a mapping of the same type.
  @SuppressWarnings("unchecked")
  public <O extends Operator> Mapping<O> of(O operator) {
    Class<?> type = operator.getClass();
    Mapping<?> mapping = find(type);
    Mapping<?> found = mapping == null ? exceptions.get(type) : mapping;
    if (found == null) {
      String reason = Objects.requireNonNullElse(reason(type), "it has no mapping");
      return (o, at) -> {
        throw at.refuse(reason);
      };
    }
    return (Mapping<O>) found;
  }
}
