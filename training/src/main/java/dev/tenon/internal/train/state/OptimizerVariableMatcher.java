package dev.tenon.internal.train.state;

import dev.tenon.error.MalformedModelException;
import dev.tenon.internal.train.step.OptimizerVariables.Variable;
import dev.tenon.keras.config.OptimizerOrder;
import dev.tenon.keras.config.OptimizerVariable.Kind;
import dev.tenon.keras.weights.WeightPaths;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which variable of an optimizer each tensor of a file is.
 *
 * <p>A file has one of the orders of {@link OptimizerOrder}, which its names tell. Older ones have
 * the slot's name at the end ({@code Adam/dense/kernel/m:0}) or no name at all ({@code
 * training/Adam/Variable_3:0}).
 */
final class OptimizerVariableMatcher {
  /** The new optimizers of tf_keras call their counter so; and put a slot's name in front. */
  private static final String TF_COUNTER = "iteration:0";

  /** So many variables has an optimizer that scales the loss before its first step. */
  private static final int UNBUILT = 4;

  private final List<String> names;
  private final List<Tensor> contents;
  private final List<Variable> variables;
  private final List<Variable> ofTfKeras;

  private OptimizerVariableMatcher(Map<String, Tensor> file, List<Variable> variables) {
    this.names = new ArrayList<>(file.keySet());
    this.contents = new ArrayList<>(file.values());
    this.variables = variables;
    this.ofTfKeras = OptimizerOrder.TF_KERAS.of(variables);
  }

  /**
   * Returns the variable of each tensor of a file, null for a tensor that is of no use.
   *
   * @param variables in Keras 3's order
   * @param optimizer the rule's name, for messages
   */
  static List<@Nullable Variable> of(
      Map<String, Tensor> file, List<Variable> variables, String optimizer) {
    List<@Nullable Variable> found = fitting(file, variables);
    if (found == null) {
      throw new MalformedModelException(
          "the file's optimizer state has "
              + file.size()
              + " variables "
              + shortened(List.copyOf(file.keySet()))
              + "; "
              + optimizer
              + " of these weights has "
              + variables.size()
              + ": the optimizer or the trainable layers are others than when it was saved");
    }
    return found;
  }

  /** Returns the same, or null where the tensors are not these variables. */
  static @Nullable List<@Nullable Variable> fitting(
      Map<String, Tensor> file, List<Variable> variables) {
    List<@Nullable Variable> found = new OptimizerVariableMatcher(file, variables).find();
    if (found != null || variables.get(0).kind() != Kind.LOSS_SCALE) {
      return found;
    }
    // The file is of the optimizer alone, before another one scaled its loss.
    List<Variable> inner = variables.stream().filter(v -> v.kind() != Kind.LOSS_SCALE).toList();
    return new OptimizerVariableMatcher(file, inner).find();
  }

  private @Nullable List<@Nullable Variable> find() {
    List<@Nullable Variable> found;
    if (isKeras3()) {
      found = exactly(variables);
      found = found == null ? exactly(ofTfKeras) : found;
      found = found == null && isNumbered() && !isNumber(1) ? withUnused() : found;
    } else if (names.get(0).equals(TF_COUNTER)) {
      found = exactly(ofTfKeras);
      found = found == null ? withUnused() : found;
    } else {
      found = slotBySlot();
    }
    return found;
  }

  private static List<String> shortened(List<String> names) {
    return names.size() <= 6 ? names : names.subList(0, 6);
  }

  /** Its HDF5 names have no output number; in a .keras file there are numbers only. */
  private boolean isKeras3() {
    return isNumbered() || names.get(0).endsWith("/iteration");
  }

  /** Archives of both generations have no names. */
  private boolean isNumbered() {
    return WeightPaths.isOptimizerVariable(names.get(0));
  }

  /**
   * A file may hold the counter alone, or the counter and the learning rate: a model that was
   * compiled and not trained.
   */
  private @Nullable List<@Nullable Variable> exactly(List<Variable> expected) {
    if (names.size() < expected.size() && expected.get(0).kind() == Kind.LOSS_SCALE) {
      if (names.size() < UNBUILT || contents.stream().anyMatch(content -> content.rank() > 0)) {
        return null;
      }
      // Keras makes the counter and the scale with the first step.
      List<Variable> unbuilt = new ArrayList<>(expected.subList(0, 2));
      expected.stream().filter(v -> v.kind() != Kind.LOSS_SCALE).forEach(unbuilt::add);
      return starting(unbuilt, 2);
    }
    return starting(expected, 0);
  }

  private @Nullable List<@Nullable Variable> starting(List<Variable> expected, int from) {
    boolean start =
        expected.stream()
            .limit(names.size())
            .skip(from)
            .allMatch(v -> v.kind() == Kind.ITERATION || v.kind() == Kind.LEARNING_RATE);
    if (names.size() != expected.size() && (!start || names.size() > expected.size())) {
      return null;
    }
    return new ArrayList<>(expected.subList(0, names.size()));
  }

  /** The descent of tf_keras has momenta behind all else where it has no momentum, too. */
  private @Nullable List<@Nullable Variable> withUnused() {
    if (names.size() < ofTfKeras.size()
        || ofTfKeras.stream().anyMatch(variable -> variable.kind() == Kind.SLOT)) {
      return null;
    }
    List<@Nullable Variable> found = new ArrayList<>(ofTfKeras);
    found.addAll(Collections.nCopies(names.size() - ofTfKeras.size(), null));
    return found;
  }

  private @Nullable List<@Nullable Variable> slotBySlot() {
    List<@Nullable Variable> found = new ArrayList<>(Collections.nCopies(names.size(), null));
    List<Variable> slots =
        OptimizerOrder.OLD_TF_KERAS.of(variables).stream()
            .filter(variable -> variable.weight() != null)
            .toList();
    boolean numbers = slots.isEmpty() || slots.get(0).parameter().shape().length > 0;
    int start = 0;
    if (numbers && isNumber(0)) {
      found.set(0, variables.get(0));
      // The second number is Nadam's cache of the momentum, which Keras 3 counts otherwise.
      start = isNumber(1) ? 2 : 1;
    }
    List<Integer> ordered = bySlot(start, slots);
    if (ordered.isEmpty() && start > 0) {
      return found;
    }
    // Keras 2 writes one thing more: a number beside each weight for a slot that is not in use, or
    // the momentum of a descent that has none.
    long weights = slots.stream().map(Variable::weight).distinct().count();
    int more = ordered.size() - slots.size();
    if (more < 0 || (weights > 0 && more % weights != 0)) {
      return null;
    }
    for (int i = 0; i < slots.size(); i++) {
      found.set(ordered.get(i), slots.get(i));
    }
    return found;
  }

  private boolean isNumber(int position) {
    return position < contents.size() && contents.get(position).rank() == 0;
  }

  /** Puts tensors whose names say their slot in the order of the slots' first appearance. */
  private List<Integer> bySlot(int start, List<Variable> slots) {
    String known =
        slots.stream()
            .map(variable -> Pattern.quote(variable.slot().formerly()))
            .distinct()
            .collect(Collectors.joining("|"));
    // A number tells equal names apart.
    Pattern named = Pattern.compile(".+/(" + known + ")(_\\d+)?:0");
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int position = start; position < names.size(); position++) {
      Matcher matcher = named.matcher(names.get(position));
      String slot = matcher.matches() ? String.valueOf(matcher.group(1)) : "";
      groups.computeIfAbsent(slot, s -> new ArrayList<>()).add(position);
    }
    return groups.values().stream().flatMap(List::stream).toList();
  }
}
