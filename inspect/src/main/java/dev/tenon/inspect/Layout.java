package dev.tenon.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Places the steps of a model in layers from top to bottom: the longest path decides the layer, the
 * mean of the neighbours the order in it.
 *
 * <p>Long edges pass through places of their own, so that they run beside the boxes.
 */
final class Layout {
  static final int BOX_WIDTH = 168;
  static final int BOX_HEIGHT = 38;
  static final int LAYER = 74;
  private static final int GAP = 24;
  private static final int LANE = 16;
  private static final int SWEEPS = 6;
  private static final int MOST_LANES = 30_000;

  /**
   * A box.
   *
   * @param label what is written in it
   * @param kind the class or operator; Input for an input
   * @param value the name of the first value that it gives; empty for none
   * @param x the centre
   * @param y the centre
   */
  record Box(String label, String kind, String value, double x, double y) {}

  /**
   * A line from one box to another.
   *
   * @param points where it passes, x and y in turns
   */
  record Edge(int from, int to, List<Double> points) {}

  private static final class Place {
    final int layer;
    final double width;
    final List<Place> up = new ArrayList<>();
    final List<Place> down = new ArrayList<>();
    double x;

    Place(int layer, double width) {
      this.layer = layer;
      this.width = width;
    }
  }

  private final List<Box> boxes = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();

  private Layout() {}

  List<Box> boxes() {
    return boxes;
  }

  List<Edge> edges() {
    return edges;
  }

  /** Lays out the inputs, then the steps, in the order of the structure. */
  static Layout of(Structure structure) {
    Layout layout = new Layout();
    int inputs = structure.inputs().size();
    int count = inputs + structure.steps().size();
    Map<String, Integer> givers = new HashMap<>();
    for (int i = 0; i < inputs; i++) {
      givers.put(structure.inputs().get(i), i);
    }
    for (int i = inputs; i < count; i++) {
      for (String output : structure.steps().get(i - inputs).outputs()) {
        givers.put(output, i);
      }
    }
    List<int[]> pairs = new ArrayList<>();
    for (int i = inputs; i < count; i++) {
      for (String input : structure.steps().get(i - inputs).inputs().stream().distinct().toList()) {
        Integer giver = givers.get(input);
        if (giver != null && giver != i) {
          pairs.add(new int[] {giver, i});
        }
      }
    }
    int[] layers = layers(count, inputs, pairs);
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      places.add(new Place(layers[i], BOX_WIDTH + GAP));
    }
    List<List<Place>> lanes = lanes(places, pairs);
    arrange(places, lanes);
    for (int i = 0; i < count; i++) {
      Place place = places.get(i);
      boolean input = i < inputs;
      String label = input ? structure.inputs().get(i) : structure.steps().get(i - inputs).path();
      String kind = input ? "Input" : structure.steps().get(i - inputs).kind();
      List<String> values = input ? List.of(label) : structure.steps().get(i - inputs).outputs();
      String value = values.isEmpty() ? "" : values.get(0);
      layout.boxes.add(new Box(label, kind, value, place.x, place.layer * (double) LAYER));
    }
    for (int i = 0; i < pairs.size(); i++) {
      List<Double> points = new ArrayList<>();
      for (Place lane : lanes.get(i)) {
        points.add(lane.x);
        points.add(lane.layer * (double) LAYER);
      }
      layout.edges.add(new Edge(pairs.get(i)[0], pairs.get(i)[1], points));
    }
    return layout;
  }

  /** Gives every box the length of the longest path to it. */
  private static int[] layers(int count, int inputs, List<int[]> pairs) {
    List<List<Integer>> down = new ArrayList<>();
    int[] waiting = new int[count];
    for (int i = 0; i < count; i++) {
      down.add(new ArrayList<>());
    }
    for (int[] pair : pairs) {
      down.get(pair[0]).add(pair[1]);
      waiting[pair[1]]++;
    }
    int[] layers = new int[count];
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (waiting[i] == 0) {
        order.add(i);
      }
    }
    boolean[] source = new boolean[count];
    order.forEach(i -> source[i] = i >= inputs);
    for (int k = 0; k < order.size(); k++) {
      int at = order.get(k);
      for (int next : down.get(at)) {
        layers[next] = Math.max(layers[next], layers[at] + 1);
        if (--waiting[next] == 0) {
          order.add(next);
        }
      }
    }
    // Constants, which read nothing, go right above what reads them.
    for (int i = 0; i < count; i++) {
      if (source[i]) {
        int nearest = down.get(i).stream().mapToInt(j -> layers[j]).min().orElse(1);
        layers[i] = Math.max(0, nearest - 1);
      }
    }
    return layers;
  }

  private static List<List<Place>> lanes(List<Place> places, List<int[]> pairs) {
    List<List<Place>> lanes = new ArrayList<>();
    int total = 0;
    for (int[] pair : pairs) {
      Place last = places.get(pair[0]);
      Place end = places.get(pair[1]);
      List<Place> own = new ArrayList<>();
      int span = end.layer - last.layer;
      if (total + span <= MOST_LANES) {
        for (int layer = last.layer + 1; layer < end.layer; layer++) {
          Place lane = new Place(layer, LANE);
          join(last, lane);
          own.add(lane);
          last = lane;
        }
        total += own.size();
      }
      join(last, end);
      lanes.add(own);
    }
    return lanes;
  }

  private static void join(Place above, Place below) {
    above.down.add(below);
    below.up.add(above);
  }

  private static void arrange(List<Place> boxes, List<List<Place>> lanes) {
    List<List<Place>> rows = new ArrayList<>();
    List<Place> all = new ArrayList<>(boxes);
    lanes.forEach(all::addAll);
    for (Place place : all) {
      while (rows.size() <= place.layer) {
        rows.add(new ArrayList<>());
      }
      rows.get(place.layer).add(place);
    }
    for (List<Place> row : rows) {
      double at = 0;
      for (Place place : row) {
        place.x = at;
        at += place.width;
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (List<Place> row : rows) {
        settle(row, true, sweep < SWEEPS - 2);
      }
      for (int i = rows.size() - 1; i >= 0; i--) {
        settle(rows.get(i), false, sweep < SWEEPS - 2);
      }
    }
  }

  /** Moves the places of a row as near to their neighbours' means as their widths allow. */
  private static void settle(List<Place> row, boolean fromAbove, boolean reorder) {
    Map<Place, Double> wish = new HashMap<>();
    for (Place place : row) {
      List<Place> near = fromAbove ? place.up : place.down;
      wish.put(place, near.stream().mapToDouble(other -> other.x).average().orElse(place.x));
    }
    if (reorder) {
      row.sort(Comparator.comparing(place -> wish.getOrDefault(place, 0.0)));
    }
    // Pool adjacent violators: least squares under the order and the widths.
    int size = row.size();
    double[] offset = new double[size];
    double[] mean = new double[size];
    int[] count = new int[size];
    int blocks = 0;
    for (int i = 0; i < size; i++) {
      double space = i == 0 ? 0 : (row.get(i - 1).width + row.get(i).width) / 2;
      offset[i] = (i == 0 ? 0 : offset[i - 1]) + space;
      mean[blocks] = wish.getOrDefault(row.get(i), 0.0) - offset[i];
      count[blocks++] = 1;
      while (blocks > 1 && mean[blocks - 2] > mean[blocks - 1]) {
        int merged = count[blocks - 2] + count[blocks - 1];
        mean[blocks - 2] =
            (mean[blocks - 2] * count[blocks - 2] + mean[blocks - 1] * count[blocks - 1]) / merged;
        count[blocks - 2] = merged;
        blocks--;
      }
    }
    int at = 0;
    for (int block = 0; block < blocks; block++) {
      for (int k = 0; k < count[block]; k++, at++) {
        row.get(at).x = mean[block] + offset[at];
      }
    }
  }
}
