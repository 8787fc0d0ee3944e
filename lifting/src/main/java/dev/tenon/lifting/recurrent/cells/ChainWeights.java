package dev.tenon.lifting.recurrent.cells;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.lifting.axes.RowUses;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The weights of an unrolled cell.
 *
 * @param cell the cell with Keras' weights
 */
record ChainWeights(CellMath cell) {

  /** Collects the weights of a chain's last step, which has all of them. */
  static ChainWeights of(CellChain chain) {
    CellStep step = chain.last();
    List<Value> entries = chain.entries().get(chain.entries().size() - 1);
    int units = step.units();
    int gates = step.gates().size();
    int inputs = entries.stream().mapToInt(RowUses::width).sum();
    int wide = gates * units;
    double[] kernel = new double[inputs * wide];
    double[] recurrent = new double[units * wide];
    double[] bias = new double[2 * wide];
    boolean biased = false;
    for (int gate = 0; gate < gates; gate++) {
      int row = 0;
      int at = gate * units;
      for (Value entry : entries) {
        copy(step.matrix(gate, entry), kernel, row, at, wide);
        row += RowUses.width(entry);
      }
      copy(step.matrix(gate, chain.stateBeforeLast()), recurrent, 0, at, wide);
      AffineSum affine = step.gates().get(gate);
      StepMatrix own = affine == null ? null : affine.bias();
      biased |= own != null;
      copy(own, bias, 0, at, wide);
    }
    AffineSum inner = step.inner();
    if (inner != null) {
      int at = (gates - 1) * units;
      copy(inner.parts().get(chain.stateBeforeLast()), recurrent, 0, at, wide);
      biased |= inner.bias() != null;
      copy(inner.bias(), bias, 1, at, wide);
    }
    List<Tensor> weights = new ArrayList<>();
    weights.add(narrow(kernel, inputs, wide));
    weights.add(narrow(recurrent, units, wide));
    if (biased) {
      Tensor both = narrow(bias, 2, wide);
      weights.add(step.resetAfter() ? both : both.get(0));
    }
    return new ChainWeights(
        new CellMath(
            step.kind(), units, step.resetAfter(), step.activation(), step.share(), weights));
  }

  private static void copy(
      @Nullable StepMatrix from, double[] into, int row, int column, int columns) {
    if (from != null) {
      for (int i = 0; i < from.rows(); i++) {
        System.arraycopy(
            from.data(), i * from.columns(), into, (row + i) * columns + column, from.columns());
      }
    }
  }

  private static Tensor narrow(double[] values, long rows, long columns) {
    return Tensor.of(values, rows, columns).cast(DType.FLOAT32);
  }

  /** Says whether the entries are only added. */
  boolean isPlain() {
    Tensor kernel = cell.weights().get(0);
    if (kernel.dim(0) != kernel.dim(1)) {
      return false;
    }
    int width = (int) kernel.dim(0);
    for (int i = 0; i < kernel.size(); i++) {
      if (kernel.getDouble(i) != (i / width == i % width ? 1 : 0)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the weights with those of a product that came before the steps. */
  ChainWeights with(Tensor matrix, @Nullable Tensor added) {
    List<Tensor> weights = new ArrayList<>(cell.weights());
    weights.set(0, matrix);
    if (added != null) {
      long columns = matrix.dim(1);
      Tensor bias =
          weights.size() > 2
              ? weights.remove(2)
              : Tensor.zeros(DType.FLOAT32, cell.resetAfter() ? 2 : 1, columns);
      Tensor.Writer writer = new Tensor.Writer(DType.FLOAT32, bias.size());
      for (int i = 0; i < bias.size(); i++) {
        writer.set(i, bias.getDouble(i) + (i < columns ? added.getDouble(i) : 0));
      }
      weights.add(cell.resetAfter() ? writer.build(2, columns) : writer.build(columns));
    }
    return new ChainWeights(
        new CellMath(
            cell.kind(),
            cell.units(),
            cell.resetAfter(),
            cell.activation(),
            cell.share(),
            weights));
  }

  /** Returns the operator of ONNX that does the same. */
  Recurrent operator(boolean reverse) {
    String direction = reverse ? "reverse" : "forward";
    String own = onnxName(cell.activation());
    String share = onnxName(cell.share());
    boolean hard = cell.share().equals("hard_sigmoid");
    List<Float> alpha = hard ? List.of(1f / 6) : null;
    List<Float> beta = hard ? List.of(0.5f) : null;
    long units = cell.units();
    return switch (cell.kind()) {
      case LSTM ->
          new Recurrent.LSTM(alpha, beta, List.of(share, own, own), null, direction, units, 0, 0);
      case GRU ->
          new Recurrent.GRU(
              alpha,
              beta,
              List.of(share, own),
              null,
              direction,
              units,
              0,
              cell.resetAfter() ? 1 : 0);
      default -> new Recurrent.RNN(null, null, List.of(own), null, direction, units, 0);
    };
  }

  private static String onnxName(String activation) {
    return switch (activation) {
      case "hard_sigmoid" -> "HardSigmoid";
      default -> activation.substring(0, 1).toUpperCase(Locale.ROOT) + activation.substring(1);
    };
  }

  /** Returns the weights as ONNX has them: W, R and, where there is a bias, B. */
  List<Tensor> onnx() {
    List<Tensor> found = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      found.add(ordered(cell.weights().get(i).transpose(1, 0)).expandDims(0));
    }
    if (cell.weights().size() > 2) {
      Tensor bias = cell.weights().get(2);
      long columns = bias.dim(-1);
      Tensor.Writer writer = new Tensor.Writer(DType.FLOAT32, (int) (2 * columns));
      Tensor first = ordered(bias.rank() == 2 ? bias.get(0) : bias);
      for (int i = 0; i < columns; i++) {
        writer.set(i, first.getDouble(i));
        writer.set((int) columns + i, bias.rank() == 2 ? bias.getDouble(columns + i) : 0.0);
      }
      found.add(writer.build(1, 2 * columns));
    }
    return found;
  }

  /** Puts the gates of an LSTM, i f c o, into ONNX's order, i o f c; others have it already. */
  private Tensor ordered(Tensor weight) {
    if (cell.kind() != CellKind.LSTM) {
      return weight;
    }
    int each = weight.size() / 4;
    Tensor.Writer writer = new Tensor.Writer(DType.FLOAT32, weight.size());
    int at = 0;
    for (int gate : new int[] {0, 3, 1, 2}) {
      for (int i = 0; i < each; i++) {
        writer.set(at++, weight.getDouble(gate * each + i));
      }
    }
    return writer.build(weight.shape());
  }
}
