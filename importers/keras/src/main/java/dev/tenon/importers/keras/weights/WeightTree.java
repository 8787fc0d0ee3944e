package dev.tenon.importers.keras.weights;

import dev.tenon.formats.hdf5.Hdf5Group;
import dev.tenon.keras.weights.WeightPaths;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The datasets of weights files by path.
 *
 * <p>Keras on Windows joined names with a backslash, and HDF5 took the result for one name; such
 * names are split here.
 */
final class WeightTree {
  private record Place(Hdf5Group group, String name) {}

  private final Map<String, Hdf5Group> groups = new LinkedHashMap<>();
  private final Map<String, Place> datasets = new LinkedHashMap<>();

  /** Walks through files, whose datasets are taken together. */
  WeightTree(List<Hdf5Group> roots) {
    roots.forEach(root -> walk("", root));
  }

  private void walk(String path, Hdf5Group group) {
    for (String name : group.children()) {
      String childPath = WeightPaths.join(path, name).replace('\\', '/');
      if (group.isDataset(name)) {
        datasets.put(childPath, new Place(group, name));
        continue;
      }
      Hdf5Group child = group.group(name);
      if (child != null) {
        groups.put(childPath, child);
        // A name that is split has groups of its own in between.
        for (int slash = childPath.indexOf('/', path.length() + 1); slash > 0; ) {
          groups.putIfAbsent(childPath.substring(0, slash), child);
          slash = childPath.indexOf('/', slash + 1);
        }
        walk(childPath, child);
      }
    }
  }

  /** Returns whether there is a group at a path. */
  boolean has(String path) {
    return groups.containsKey(path);
  }

  /** Returns the numbered variables of a layer itself, in order. */
  List<Tensor> variables(String layer) {
    List<Tensor> variables = new ArrayList<>();
    for (Tensor tensor = dataset(WeightPaths.variable(layer, 0));
        tensor != null;
        tensor = dataset(WeightPaths.variable(layer, variables.size()))) {
      variables.add(tensor);
    }
    return variables;
  }

  /** Returns the dataset at a path, or null. */
  @Nullable Tensor dataset(String path) {
    Place place = datasets.get(path);
    return place == null ? null : place.group.dataset(place.name);
  }
}
