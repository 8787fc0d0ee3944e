package dev.tenon.hostile;

import java.io.IOException;
import java.util.Set;
import org.tensorflow.proto.OpDef;

/** Every operation that a stored graph may use, undamaged: each runs, behind whatever guards it. */
final class FittingOperations implements MutantKind {
  /** Operations that do not run alone: they need a variable, a loop or a filled array. */
  private static final Set<String> NOT_ALONE =
      Set.of(
          "AssignVariableOp",
          "Exit",
          "NextIteration",
          "Placeholder",
          "ReadVariableOp",
          "ResourceGather",
          "ResourceGatherNd",
          "ResourceScatterUpdate",
          "Switch",
          "TensorArrayConcatV3",
          "TensorArrayReadV3",
          "TensorListConcat",
          "TopK",
          "VarHandleOp",
          "Variable",
          "VariableShape",
          "VariableV2");

  private final OperationMutants mutants;
  private final Operations operations = new Operations();

  FittingOperations(Setting setting) throws IOException {
    this.mutants = new OperationMutants(setting);
  }

  @Override
  public void warmUp() throws IOException {
    mutants.warmUp();
  }

  @Override
  public String describe(int number) {
    return operations.get(number).getName() + " undamaged";
  }

  @Override
  public String take(int number) throws IOException {
    OpDef definition = operations.get(number);
    boolean runs = mutants.runs(definition);
    if (runs == NOT_ALONE.contains(definition.getName())) {
      throw new AssertionError(
          runs ? "an operation listed as one that does not run alone runs" : "is not run");
    }
    return runs ? "RUN" : "NOT_ALONE";
  }
}
