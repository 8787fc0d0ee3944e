package dev.tenon.importers.keras.weights;

import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.hdf5.Hdf5Group;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.config.AdaptedBins;
import dev.tenon.keras.weights.LegacyNames;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Weights of an HDF5 file by order: a list of layers, and a list of weights for each.
 *
 * <p>Names do not matter: layers without weights are skipped on both sides, and the others match in
 * order, as in Keras.
 */
public record LegacyWeights(Hdf5Group group) implements StoredWeights {

  /** A weight as the file stores it. */
  record Stored(String name, Tensor tensor) {
    Stored with(Tensor other) {
      return new Stored(name, other);
    }
  }

  private record StoredLayer(String name, List<String> weightNames) {}

  @Override
  public ParameterStore of(BuiltModel model, KerasDialect dialect) {
    List<StoredLayer> stored = storedLayers();
    stored.removeIf(layer -> layer.weightNames.stream().allMatch(AdaptedBins::isSummary));
    List<BuiltModel.LayerLike> members = new ArrayList<>();
    for (BuiltModel.LayerLike member : model.members()) {
      if (!member.slots(dialect).isEmpty()) {
        members.add(member);
      }
    }
    if (stored.size() != members.size()) {
      throw new MalformedModelException(
          "",
          "the configuration has "
              + members.size()
              + " layers with weights, the file stores weights of "
              + stored.size()
              + ": "
              + difference(members, stored, dialect));
    }
    String backend = group.stringAttribute("backend");
    boolean theano = dialect == KerasDialect.KERAS_1 && writtenByTheano(stored, backend);
    ParameterStore store = new ParameterStore();
    for (int i = 0; i < stored.size(); i++) {
      StoredLayer layer = stored.get(i);
      new LegacyLayerLoader(members.get(i), dialect, theano)
          .load(Lora.merged(model, members.get(i), tensors(layer)), layer.name, store);
      Lora.startMerged(members.get(i).scope(), store);
    }
    return store;
  }

  @Override
  public List<long[]> shapesOf(String layerName) {
    for (StoredLayer layer : storedLayers()) {
      if (layer.name.equals(layerName)) {
        return tensors(layer).stream().map(weight -> weight.tensor.shape()).toList();
      }
    }
    return List.of();
  }

  /** Returns all weights in the order of the layers. */
  public List<Stored> all() {
    return storedLayers().stream().flatMap(layer -> tensors(layer).stream()).toList();
  }

  /** Returns the summary of data that an adapted layer keeps, or null if it has none. */
  @Override
  public @Nullable Tensor summaryOf(String layerName) {
    for (StoredLayer layer : storedLayers()) {
      if (layer.name.equals(layerName)
          && layer.weightNames.size() == 1
          && AdaptedBins.isSummary(layer.weightNames.get(0))) {
        return tensors(layer).get(0).tensor;
      }
    }
    return null;
  }

  /** Says where model and file part: names differ between versions of Keras, sizes do not. */
  private String difference(
      List<BuiltModel.LayerLike> members, List<StoredLayer> stored, KerasDialect dialect) {
    int i = 0;
    while (i < Math.min(members.size(), stored.size())
        && wanted(members.get(i), dialect).equals(sizes(stored.get(i)))) {
      i++;
    }
    String expected =
        i < members.size()
            ? members.get(i).node() + numbers(wanted(members.get(i), dialect))
            : "no more layers";
    String received =
        i < stored.size()
            ? "'" + stored.get(i).name + "'" + numbers(sizes(stored.get(i)))
            : "no more layers";
    return "expected " + expected + " where the file has " + received;
  }

  private static String numbers(List<Long> sizes) {
    return sizes.stream()
        .map(String::valueOf)
        .collect(Collectors.joining(" and ", " with ", " numbers"));
  }

  private static List<Long> wanted(BuiltModel.LayerLike member, KerasDialect dialect) {
    return member.slots(dialect).stream()
        .flatMap(slot -> slot.parameters().stream())
        .map(parameter -> LongStream.of(parameter.shape()).reduce(1, (a, b) -> a * b))
        .toList();
  }

  private List<Long> sizes(StoredLayer layer) {
    return tensors(layer).stream().map(weight -> (long) weight.tensor.size()).toList();
  }

  private static boolean writtenByTheano(List<StoredLayer> stored, @Nullable String backend) {
    if (backend != null) {
      return backend.equals("theano");
    }
    return stored.stream()
        .flatMap(layer -> layer.weightNames.stream())
        .noneMatch(LegacyNames::isOfTensorFlow);
  }

  private List<StoredLayer> storedLayers() {
    List<String> names = group.stringListAttribute(LegacyNames.LAYERS);
    if (names == null) {
      throw new MalformedModelException(
          "", "'" + group.path() + "' has no attribute 'layer_names': the file is damaged");
    }
    List<StoredLayer> layers = new ArrayList<>();
    for (String name : names) {
      layers.add(new StoredLayer(name, weightNames(name, layerGroup(name))));
    }
    return layers;
  }

  private Hdf5Group layerGroup(String name) {
    Hdf5Group layer = group.group(name);
    if (layer == null) {
      throw new MalformedModelException(
          "", "lists the layer '" + name + "' and holds no weights group for it");
    }
    return layer;
  }

  private List<String> weightNames(String name, Hdf5Group layer) {
    List<String> names = layer.stringListAttribute(LegacyNames.WEIGHTS);
    if (names == null) {
      throw new MalformedModelException(
          "", "the weights group of layer '" + name + "' has no attribute 'weight_names'");
    }
    return names;
  }

  private List<Stored> tensors(StoredLayer layer) {
    Hdf5Group layerGroup = layerGroup(layer.name);
    List<Stored> tensors = new ArrayList<>();
    for (String name : layer.weightNames) {
      Tensor tensor = layerGroup.dataset(name);
      if (tensor == null) {
        throw new MalformedModelException(
            "",
            "layer '"
                + layer.name
                + "' lists the weight '"
                + name
                + "' and the file does not hold it");
      }
      tensors.add(new Stored(name, tensor));
    }
    return tensors;
  }
}
