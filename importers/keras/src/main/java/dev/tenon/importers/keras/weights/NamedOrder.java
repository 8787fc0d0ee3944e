package dev.tenon.importers.keras.weights;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.weights.LegacyOrder;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the layers of a nested model that weights belong to by the weights' names.
 *
 * <p>Where some layers are frozen, the order in a file of Keras 3 depends on whether they were
 * frozen when they were made or later, which the configuration of a layer that makes its own parts,
 * such as MultiHeadAttention or ConvLSTM2D, does not say. Names such as {@code
 * encoder/attention/query/kernel} do.
 */
final class NamedOrder {
  private final Map<Parameter, Scope> owners = new IdentityHashMap<>();
  private final Map<Scope, List<String>> chains = new LinkedHashMap<>();
  private boolean frozen;

  private NamedOrder() {}

  /**
   * Returns the stored weights in the order of the slots; as they stand where nothing is frozen, or
   * the names do not tell.
   */
  static List<LegacyWeights.Stored> of(
      BuiltModel.LayerLike member,
      KerasDialect dialect,
      List<LegacyOrder.Slot> slots,
      List<LegacyWeights.Stored> given) {
    if (dialect.before(KerasDialect.KERAS_3)
        || !(member.node().layer() instanceof NestedModel nested)) {
      return given;
    }
    NamedOrder order = new NamedOrder();
    order.addMembers(nested, member.scope(), List.of());
    return order.frozen ? order.arranged(slots, given) : given;
  }

  private void addMembers(NestedModel model, Scope scope, List<String> chain) {
    for (BuiltModel.LayerLike member : BuiltModel.members(model, scope)) {
      frozen |= !member.node().trainable();
      List<String> inside = new ArrayList<>(chain);
      inside.add(member.node().name());
      if (member.node().layer() instanceof NestedModel nested) {
        addMembers(nested, member.scope(), inside);
      } else {
        chains.put(member.scope(), inside);
        own(member.scope(), member.scope());
      }
    }
  }

  private void own(Scope scope, Scope owner) {
    scope.own().forEach(parameter -> owners.put(parameter, owner));
    scope.children().values().forEach(child -> own(child, owner));
  }

  private List<LegacyWeights.Stored> arranged(
      List<LegacyOrder.Slot> slots, List<LegacyWeights.Stored> given) {
    Map<Scope, Deque<LegacyWeights.Stored>> byOwner = new IdentityHashMap<>();
    for (LegacyWeights.Stored stored : given) {
      Scope owner = ownerOf(stored.name());
      if (owner == null) {
        return given;
      }
      byOwner.computeIfAbsent(owner, k -> new ArrayDeque<>()).add(stored);
    }
    List<LegacyWeights.Stored> arranged = new ArrayList<>();
    for (LegacyOrder.Slot slot : slots) {
      for (Parameter parameter : slot.parameters()) {
        Scope owner = owners.get(parameter);
        Deque<LegacyWeights.Stored> left = owner == null ? null : byOwner.get(owner);
        if (left == null || left.isEmpty()) {
          return given;
        }
        arranged.add(left.removeFirst());
      }
    }
    return arranged;
  }

  /** Returns the layer whose name, and whose models' names, are most in a path; null for a tie. */
  private @Nullable Scope ownerOf(String path) {
    List<String> parts = Arrays.asList(path.split("/", -1));
    List<String> layers = parts.subList(0, parts.size() - 1);
    Scope best = null;
    int most = 0;
    boolean tie = false;
    for (Map.Entry<Scope, List<String>> entry : chains.entrySet()) {
      List<String> chain = entry.getValue();
      if (!layers.contains(chain.get(chain.size() - 1))) {
        continue;
      }
      int common = (int) chain.stream().filter(layers::contains).count();
      tie = common == most || (tie && common < most);
      if (common > most) {
        best = entry.getKey();
        most = common;
      }
    }
    return tie ? null : best;
  }
}
