package dev.tenon.runtime.tensorflow.training;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.graph.Variables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/**
 * What a step reads of a model's variables.
 *
 * <p>The first step of a run reads them as they were before the run. A later one is given what the
 * step before has assigned, and reads again what a kernel has changed in place.
 */
final class StepReads {
  private final Tf tf;
  private final Variables variables;
  private final @Nullable StepReads earlier;
  private final Map<Parameter, Output<?>> reads = new HashMap<>();
  private final Map<Parameter, Output<?>> assigned = new HashMap<>();
  private final Map<Parameter, List<Operation>> changes = new HashMap<>();

  private StepReads(Tf tf, Variables variables, @Nullable StepReads earlier) {
    this.tf = tf;
    this.variables = variables;
    this.earlier = earlier;
  }

  /** Returns what the first step of a run reads. */
  static StepReads first(Tf tf, Variables variables) {
    return new StepReads(tf, variables, null);
  }

  /** Returns what the step after this one reads. */
  StepReads next() {
    return new StepReads(tf, variables, this);
  }

  /** Returns the tensor of a parameter or of a large constant. */
  Output<?> of(Value value) {
    Parameter parameter = value.parameter();
    return parameter == null ? variables.read(value) : of(parameter);
  }

  /** Returns the tensor of a parameter as it is before the step. */
  Output<?> of(Parameter parameter) {
    Output<?> known = reads.get(parameter);
    if (known == null) {
      known = earlier == null ? variables.of(parameter).read() : earlier.after(parameter);
      reads.put(parameter, known);
    }
    return known;
  }

  /** Notes what a step assigns to a parameter. */
  void assign(Parameter parameter, Output<?> value) {
    assigned.put(parameter, value);
  }

  /** Notes the operations that change a parameter in place. */
  void change(Parameter parameter, List<Operation> operations) {
    changes.put(parameter, operations);
  }

  private Output<?> after(Parameter parameter) {
    Output<?> value = assigned.get(parameter);
    List<Operation> changed = changes.get(parameter);
    if (value != null || changed == null) {
      return value == null ? of(parameter) : value;
    }
    String outer = tf.scope("variables/" + parameter.path());
    Output<?> again = variables.of(parameter).readAgain(tf).after(changed).out();
    tf.scope(outer);
    return again;
  }
}
