package dev.tenon.zoo;

import dev.tenon.Model;
import dev.tenon.ir.shape.Shape;
import dev.tenon.model.TensorSpec;
import java.util.List;

/**
 * What images a network takes.
 *
 * @param height the height, known
 * @param width the width, known
 * @param channels 1 or 3
 * @param channelsFirst whether the network has the channels before the rows
 * @param mapsChannelsFirst whether the feature maps that come out have them there too
 */
record ImageModelInput(
    long height, long width, long channels, boolean channelsFirst, boolean mapsChannelsFirst) {

  /**
   * Reads what a network says.
   *
   * @param height for a network that leaves it open, else not positive
   * @param width for a network that leaves it open, else not positive
   * @param whole whether the network is taken to its end, where its own axes count
   * @throws IllegalArgumentException where it does not take one image, of a size that is known
   */
  static ImageModelInput of(Model network, long height, long width, boolean whole) {
    List<TensorSpec> inputs = network.inputs();
    Shape wanted = inputs.get(0).shape();
    if (inputs.size() != 1 || wanted.rank() != 4) {
      throw new IllegalArgumentException("the model does not take one image: it wants " + inputs);
    }
    boolean last = isColour(wanted.length(3));
    if (!last && !isColour(wanted.length(1))) {
      throw new IllegalArgumentException(
          "expected images of 1 or 3 channels, first or last; the model takes " + wanted);
    }
    return new ImageModelInput(
        side("height", wanted.length(last ? 1 : 2), height),
        side("width", wanted.length(last ? 2 : 3), width),
        wanted.length(last ? 3 : 1),
        !last,
        !last && whole);
  }

  private static boolean isColour(long channels) {
    return channels == 1 || channels == 3;
  }

  private static long side(String name, long own, long asked) {
    if (own > 0 && asked > 0 && own != asked) {
      throw new IllegalArgumentException(
          "the model takes images of the " + name + " " + own + ", received " + asked);
    }
    if (own <= 0 && asked <= 0) {
      throw new IllegalArgumentException(
          "the model takes images of any " + name + ": say which they are to have");
    }
    return Math.max(own, asked);
  }
}
