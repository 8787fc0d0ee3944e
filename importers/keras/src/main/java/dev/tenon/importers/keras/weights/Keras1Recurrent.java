package dev.tenon.importers.keras.weights;

import dev.tenon.error.MalformedModelException;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.weights.LegacyOrder;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.recurrent.GRU;
import dev.tenon.layers.recurrent.GRUCell;
import dev.tenon.layers.recurrent.LSTM;
import dev.tenon.layers.recurrent.LSTMCell;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins the weights that Keras 1 kept gate by gate.
 *
 * <p>Its LSTM stored W, U and b for each of the gates i, c, f, o; its GRU for z, r, h. Today's
 * layers have one kernel, one recurrent kernel and one bias, with the gates side by side.
 */
final class Keras1Recurrent {
  private static final List<String> LSTM_GATES = List.of("i", "f", "c", "o");
  private static final List<String> LSTM_STORED = List.of("i", "c", "f", "o");
  private static final List<String> GRU_GATES = List.of("z", "r", "h");

  private Keras1Recurrent() {}

  /** Returns how many tensors a file of the dialect may have for a layer's weights. */
  static int storedCount(LegacyOrder.Slot slot, KerasDialect dialect) {
    int count = slot.parameters().size();
    if (dialect != KerasDialect.KERAS_1 || count != 3) {
      return count;
    }
    Layer<?> layer = slot.owner().layer();
    if (layer instanceof LSTM || layer instanceof LSTMCell) {
      return 12;
    }
    return layer instanceof GRU || layer instanceof GRUCell ? 9 : count;
  }

  /** Returns kernel, recurrent kernel and bias from the tensors of each gate. */
  static List<LegacyWeights.Stored> joined(String where, List<LegacyWeights.Stored> byGate) {
    boolean lstm = byGate.size() == 12;
    List<String> gates = lstm ? LSTM_GATES : GRU_GATES;
    List<String> storedGates = lstm ? LSTM_STORED : GRU_GATES;
    List<LegacyWeights.Stored> joined = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      List<Tensor> tensors = new ArrayList<>();
      for (String gate : gates) {
        tensors.add(byGate.get(3 * storedGates.indexOf(gate) + part).tensor());
      }
      joined.add(
          new LegacyWeights.Stored(
              byGate.get(part).name(), beside(where, byGate.get(part), tensors)));
    }
    return joined;
  }

  /** Joins tensors along the last axis. */
  private static Tensor beside(String where, LegacyWeights.Stored first, List<Tensor> tensors) {
    Tensor one = tensors.get(0);
    for (Tensor tensor : tensors) {
      if (tensor.dtype() != one.dtype() || !tensor.shapeString().equals(one.shapeString())) {
        throw new MalformedModelException(
            where,
            "the gates' tensors beside '"
                + first.name()
                + "' differ: "
                + one.shapeString()
                + " and "
                + tensor.shapeString());
      }
    }
    long[] shape = one.shape();
    int rank = shape.length;
    if (rank == 0) {
      throw new MalformedModelException(where, "the weight '" + first.name() + "' is a scalar");
    }
    int row = Math.toIntExact(shape[rank - 1] * one.dtype().bytes());
    int rows = row == 0 ? 0 : one.bytes().remaining() / row;
    ByteBuffer joined =
        ByteBuffer.allocate(Math.multiplyExact(Math.multiplyExact(rows, row), tensors.size()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int r = 0; r < rows; r++) {
      for (Tensor tensor : tensors) {
        ByteBuffer bytes = tensor.bytes();
        joined.put(bytes.slice(bytes.position() + r * row, row));
      }
    }
    shape[rank - 1] *= tensors.size();
    return Tensor.of(one.dtype(), shape, joined.flip());
  }
}
