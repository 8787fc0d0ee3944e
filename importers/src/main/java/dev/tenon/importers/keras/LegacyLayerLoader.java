package dev.tenon.importers.keras;

import dev.tenon.error.MalformedModelException;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gives one layer of a model the tensors that an HDF5 file stores for it. */
final class LegacyLayerLoader {
  private final String file;
  private final BuiltModel.Member member;
  private final KerasDialect dialect;
  private final boolean theano;

  LegacyLayerLoader(String file, BuiltModel.Member member, KerasDialect dialect, boolean theano) {
    this.file = file;
    this.member = member;
    this.dialect = dialect;
    this.theano = theano;
  }

  void load(List<LegacyWeights.Stored> given, String storedName, ParameterStore store) {
    List<LegacyOrder.Slot> slots = LegacyOrder.slots(member, dialect);
    int gates = slots.stream().mapToInt(LegacyOrder.Slot::stored).sum();
    int plain = slots.stream().mapToInt(slot -> slot.parameters().size()).sum();
    boolean byGate = given.size() == gates && gates != plain;
    if (!byGate && given.size() != plain) {
      throw new MalformedModelException(
          file
              + ": layer "
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
    int at = 0;
    for (LegacyOrder.Slot slot : slots) {
      int count = byGate ? slot.stored() : slot.parameters().size();
      List<LegacyWeights.Stored> part = given.subList(at, at + count);
      at += count;
      if (count != slot.parameters().size()) {
        part = Keras1Recurrent.joined(file + ": layer " + member.node(), part);
      }
      for (int i = 0; i < part.size(); i++) {
        put(slot, slot.parameters().get(i), part.get(i), store);
      }
    }
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
      throw new MalformedModelException(
          file
              + ": layer "
              + member.node()
              + ": weight '"
              + parameter.name()
              + "' needs shape "
              + Arrays.toString(parameter.shape())
              + ", the file stores "
              + Arrays.toString(stored.tensor().shape())
              + " as '"
              + stored.name()
              + "'");
    }
    store.put(parameter, stored.tensor(), view);
  }

  private static List<String> names(List<LegacyOrder.Slot> slots) {
    List<String> names = new ArrayList<>();
    slots.forEach(slot -> slot.parameters().forEach(parameter -> names.add(parameter.name())));
    return names;
  }
}
