package dev.tenon.data.sets;

import dev.tenon.formats.download.Download;
import dev.tenon.formats.download.FileCache;
import dev.tenon.formats.tar.TarGz;
import dev.tenon.internal.text.Names;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The CIFAR-100 data set: 60,000 color images of a hundred classes, 32 × 32 pixels.
 *
 * <p>{@code x}: uint8 (50000 and 10000, 32, 32, 3), from 0 to 255. {@code y}: int64 (50000 and
 * 10000, 1), the index in {@link #FINE_NAMES} or {@link #COARSE_NAMES}. The file is {@code
 * cifar-100-python.tar.gz} of the University of Toronto, 169 MB. The archive is not extracted; its
 * pickles are read as data and no code of them runs.
 *
 * @see <a href="https://keras.io/api/datasets/cifar100/">Keras: CIFAR100 small images
 *     classification dataset</a>
 */
public final class Cifar100 {
  /** The hundred classes of the label mode {@code fine}, by label. */
  public static final List<String> FINE_NAMES =
      List.of(
          "apple",
          "aquarium_fish",
          "baby",
          "bear",
          "beaver",
          "bed",
          "bee",
          "beetle",
          "bicycle",
          "bottle",
          "bowl",
          "boy",
          "bridge",
          "bus",
          "butterfly",
          "camel",
          "can",
          "castle",
          "caterpillar",
          "cattle",
          "chair",
          "chimpanzee",
          "clock",
          "cloud",
          "cockroach",
          "couch",
          "crab",
          "crocodile",
          "cup",
          "dinosaur",
          "dolphin",
          "elephant",
          "flatfish",
          "forest",
          "fox",
          "girl",
          "hamster",
          "house",
          "kangaroo",
          "keyboard",
          "lamp",
          "lawn_mower",
          "leopard",
          "lion",
          "lizard",
          "lobster",
          "man",
          "maple_tree",
          "motorcycle",
          "mountain",
          "mouse",
          "mushroom",
          "oak_tree",
          "orange",
          "orchid",
          "otter",
          "palm_tree",
          "pear",
          "pickup_truck",
          "pine_tree",
          "plain",
          "plate",
          "poppy",
          "porcupine",
          "possum",
          "rabbit",
          "raccoon",
          "ray",
          "road",
          "rocket",
          "rose",
          "sea",
          "seal",
          "shark",
          "shrew",
          "skunk",
          "skyscraper",
          "snail",
          "snake",
          "spider",
          "squirrel",
          "streetcar",
          "sunflower",
          "sweet_pepper",
          "table",
          "tank",
          "telephone",
          "television",
          "tiger",
          "tractor",
          "train",
          "trout",
          "tulip",
          "turtle",
          "wardrobe",
          "whale",
          "willow_tree",
          "wolf",
          "woman",
          "worm");

  /** The twenty classes of the label mode {@code coarse}, by label; each has five fine classes. */
  public static final List<String> COARSE_NAMES =
      List.of(
          "aquatic_mammals",
          "fish",
          "flowers",
          "food_containers",
          "fruit_and_vegetables",
          "household_electrical_devices",
          "household_furniture",
          "insects",
          "large_carnivores",
          "large_man-made_outdoor_things",
          "large_natural_outdoor_scenes",
          "large_omnivores_and_herbivores",
          "medium_mammals",
          "non-insect_invertebrates",
          "people",
          "reptiles",
          "small_mammals",
          "trees",
          "vehicles_1",
          "vehicles_2");

  static final Download FILE =
      Download.of(
          "cifar-100-python-target_archive",
          "https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz",
          "85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7");

  private static final List<String> LABEL_MODES = List.of("fine", "coarse");
  private static final String FOLDER = "cifar-100-python/";
  private static final int LARGEST_PART = 1 << 28;

  private Cifar100() {}

  /**
   * Loads the data with fine labels; the archive is downloaded to Keras' cache if it is missing.
   *
   * @throws IOException if the file cannot be downloaded or read
   */
  public static TrainTest load() throws IOException {
    return load("fine");
  }

  /**
   * Loads the data; the archive is downloaded to Keras' cache if it is missing.
   *
   * @param labelMode {@code fine} for a hundred classes, {@code coarse} for twenty
   * @throws IllegalArgumentException if the label mode is unknown
   * @throws IOException if the file cannot be downloaded or read
   */
  public static TrainTest load(String labelMode) throws IOException {
    return load(labelMode, Origins.cache(Origins.FOLDER));
  }

  /**
   * Loads the data with a cache of the caller.
   *
   * @param labelMode {@code fine} for a hundred classes, {@code coarse} for twenty
   * @param cache the cache of downloads
   * @throws IllegalArgumentException if the label mode is unknown
   * @throws IOException if the file cannot be downloaded or read
   */
  public static TrainTest load(String labelMode, FileCache cache) throws IOException {
    check(labelMode);
    return read(cache.fetch(FILE), labelMode);
  }

  static TrainTest read(Path archive, String labelMode) throws IOException {
    check(labelMode);
    Map<String, byte[]> files =
        TarGz.read(
            archive,
            name -> name.equals(FOLDER + "train") || name.equals(FOLDER + "test"),
            LARGEST_PART);
    CifarBatch train = part(archive, files, "train", labelMode);
    CifarBatch test = part(archive, files, "test", labelMode);
    return new TrainTest(
        CifarBatch.images(List.of(train)),
        labels(train),
        CifarBatch.images(List.of(test)),
        labels(test));
  }

  private static void check(String labelMode) {
    if (!LABEL_MODES.contains(labelMode)) {
      throw new IllegalArgumentException(Names.unknown("labelMode", labelMode, LABEL_MODES));
    }
  }

  private static CifarBatch part(
      Path archive, Map<String, byte[]> files, String name, String labelMode) {
    return CifarBatch.of(archive, name, files.get(FOLDER + name), labelMode + "_labels");
  }

  private static Tensor labels(CifarBatch part) {
    long[] labels = Arrays.stream(part.labels()).asLongStream().toArray();
    return Tensor.of(labels, labels.length, 1);
  }
}
