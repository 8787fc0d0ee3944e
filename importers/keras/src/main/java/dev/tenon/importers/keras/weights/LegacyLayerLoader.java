package dev.tenon.importers.keras.weights;

import dev.tenon.error.MalformedModelException;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.View;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.weights.LegacyOrder;
import dev.tenon.keras.weights.OldArrangements;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gives one layer of a model the tensors that an HDF5 file stores for it. */
final class LegacyLayerLoader {
  private final BuiltModel.LayerLike member;
  private final KerasDialect dialect;
  private final boolean theano;

  LegacyLayerLoader(BuiltModel.LayerLike member, KerasDialect dialect, boolean theano) {
    this.member = member;
    this.dialect = dialect;
    this.theano = theano;
  }

  void load(List<LegacyWeights.Stored> given, String storedName, ParameterStore store) {
    List<LegacyOrder.Slot> slots = member.slots(dialect);
    int gates = slots.stream().mapToInt(slot -> Keras1Recurrent.storedCount(slot, dialect)).sum();
    int plain = slots.stream().mapToInt(slot -> slot.parameters().size()).sum();
    boolean byGate = given.size() == gates && gates != plain;
    if (!byGate && given.size() != plain) {
      throw new MalformedModelException(
          "",
          "layer "
              + member.node()
              + " has "
              + plain
              + " weights "
              + names(slots)
              + ", the file stores "
              + given.size()
              + " under '"
              + storedName
              + "': "
              + given.stream().map(LegacyWeights.Stored::name).toList());
    }
    List<LegacyWeights.Stored> ordered =
        byGate ? given : NamedOrder.of(member, dialect, slots, given);
    int at = 0;
    for (LegacyOrder.Slot slot : slots) {
      int count = byGate ? Keras1Recurrent.storedCount(slot, dialect) : slot.parameters().size();
      List<LegacyWeights.Stored> part = ordered.subList(at, at + count);
      at += count;
      if (count != slot.parameters().size()) {
        part = Keras1Recurrent.joined("layer " + member.node(), part);
      }
      boolean cudnn = CudnnWeights.matches(slot, part);
      for (int i = 0; i < part.size(); i++) {
        if (cudnn && i < 2) {
          putCudnn(slot, i, part.get(i), store);
          continue;
        }
        if (cudnn && slot.parameters().get(2).shape().length == 1) {
          Tensor bias = CudnnWeights.sumOfBiases(part.get(2).tensor());
          put(slot, slot.parameters().get(2), part.get(2).with(bias), store);
          continue;
        }
        put(slot, slot.parameters().get(i), part.get(i), store);
      }
    }
  }

  private void putCudnn(
      LegacyOrder.Slot slot, int index, LegacyWeights.Stored stored, ParameterStore store) {
    Parameter parameter = slot.parameters().get(index);
    if (!Arrays.equals(parameter.shape(), stored.tensor().shape())) {
      throw wrongShape(parameter, stored);
    }
    store.put(parameter, stored.tensor(), CudnnWeights.view(slot, index));
  }

  private void put(
      LegacyOrder.Slot slot,
      Parameter parameter,
      LegacyWeights.Stored stored,
      ParameterStore store) {
    View view =
        OldArrangements.view(
            slot.owner().layer(), parameter, stored.tensor().shape(), dialect, theano);
    if (view == null) {
      throw wrongShape(parameter, stored);
    }
    store.put(parameter, stored.tensor(), view);
  }

  private MalformedModelException wrongShape(Parameter parameter, LegacyWeights.Stored stored) {
    return new MalformedModelException(
        "",
        "layer "
            + member.node()
            + ": weight '"
            + parameter.name()
            + "' needs shape "
            + Arrays.toString(parameter.shape())
            + ", the file stores "
            + stored.tensor().shapeString()
            + " as '"
            + stored.name()
            + "'");
  }

  private static List<String> names(List<LegacyOrder.Slot> slots) {
    List<String> names = new ArrayList<>();
    slots.forEach(slot -> slot.parameters().forEach(parameter -> names.add(parameter.name())));
    return names;
  }
}
