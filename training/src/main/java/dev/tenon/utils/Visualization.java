package dev.tenon.utils;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Draws bounding boxes and segmentation masks on images, and galleries of them; Keras' {@code
 * keras.visualization}.
 *
 * <p>Images are a batch (batch, height, width, channels), of bytes or of floats. Boxes are a map
 * with the tensors {@code boxes} (batch, boxes, 4) and {@code labels} (batch, boxes), and perhaps
 * {@code confidences} (batch, boxes); the label −1 stands for no box. Wrong shapes give an
 * IllegalArgumentException. Galleries are PNG files; no screen is needed.
 *
 * <pre>{@code
 * Tensor drawn =
 *     Visualization.drawBoundingBoxes(images, boxes, "xyxy", BoxStyle.DEFAULTS.color(255, 0, 0));
 * }</pre>
 *
 * @see <a href="https://keras.io/api/visualization/">Keras: visualization</a>
 */
public final class Visualization {
  private Visualization() {}

  /** Returns images with boxes, with Keras' defaults. */
  public static Tensor drawBoundingBoxes(
      Tensor images, Map<String, Tensor> boundingBoxes, String boundingBoxFormat) {
    return drawBoundingBoxes(images, boundingBoxes, boundingBoxFormat, BoxStyle.DEFAULTS);
  }

  /**
   * Returns images with boxes, and with the names and confidences of classes that {@code
   * classMapping} has. Lines have the pixels of OpenCV, which Keras draws by; letters are Java's.
   *
   * @param images floats of at most 1 are shares of 255
   * @param boundingBoxFormat a format of {@link BoundingBoxes}
   * @return uint8 of the same shape
   */
  public static Tensor drawBoundingBoxes(
      Tensor images, Map<String, Tensor> boundingBoxes, String boundingBoxFormat, BoxStyle style) {
    Tensor bytes = ImageArrays.bytes(ImageArrays.last(images, style.dataFormat()));
    int height = Math.toIntExact(bytes.dim(1));
    int width = Math.toIntExact(bytes.dim(2));
    Tensor boxes =
        BoundingBoxes.convertFormat(
            entry(boundingBoxes, "boxes"), boundingBoxFormat, "xyxy", height, width);
    Tensor labels = entry(boundingBoxes, "labels");
    if (boxes.rank() != 3
        || boxes.dim(0) != bytes.dim(0)
        || labels.size() != boxes.dim(0) * boxes.dim(1)) {
      throw new IllegalArgumentException(
          "boundingBoxes: expected boxes of the shape ("
              + bytes.dim(0)
              + ", boxes, 4) and a label for each, received "
              + boxes.shapeString()
              + " and "
              + labels.shapeString());
    }
    byte[] pixels = new byte[bytes.size()];
    bytes.bytes().get(pixels);
    BoxCanvas canvas =
        new BoxCanvas(pixels, height, width, Math.toIntExact(bytes.dim(3)), style.color());
    int count = Math.toIntExact(boxes.dim(1));
    for (int i = 0; i < labels.size(); i++) {
      int label = (int) labels.getDouble(i);
      if (label == -1) {
        continue;
      }
      int[] box = new int[4];
      for (int edge = 0; edge < 4; edge++) {
        box[edge] = (int) boxes.getDouble(i * 4L + edge);
      }
      int image = i / count;
      canvas.rectangle(image, box[0], box[1], box[2], box[3], style.lineThickness());
      String name = style.classMapping().get(label);
      if (name != null) {
        Tensor confidences = boundingBoxes.get("confidences");
        String text =
            confidences == null
                ? name
                : String.format(Locale.ROOT, "%s | %.2f", name, confidences.getDouble(i));
        Integer thickness = style.textThickness();
        canvas.label(
            image, text, box[0], box[1], style.fontScale(), thickness == null ? 1 : thickness);
      }
    }
    Tensor drawn = Tensor.of(pixels, bytes.shape()).cast(DType.UINT8);
    return ImageArrays.inFormat(drawn, style.dataFormat());
  }

  private static Tensor entry(Map<String, Tensor> boundingBoxes, String name) {
    Tensor entry = boundingBoxes.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "boundingBoxes: expected entries 'boxes' and 'labels', received "
              + boundingBoxes.keySet());
    }
    return entry;
  }

  /** Returns images with their classes in colours, with Keras' defaults. */
  public static Tensor drawSegmentationMasks(Tensor images, Tensor segmentationMasks) {
    return drawSegmentationMasks(images, segmentationMasks, MaskStyle.DEFAULTS);
  }

  /**
   * Returns images with their classes in colours: image · (1 − α) + colour · α.
   *
   * @param images numbers from 0 to 255
   * @param segmentationMasks the class of each pixel as an integer: (batch, height, width, 1), or
   *     without the last axis
   * @return uint8 (batch, height, width, channels); float32 where {@code blend} is false
   */
  public static Tensor drawSegmentationMasks(
      Tensor images, Tensor segmentationMasks, MaskStyle style) {
    return MaskDrawing.draw(images, segmentationMasks, style);
  }

  /** Writes a gallery of images with Keras' defaults. */
  public static void plotImageGallery(Tensor images, Path path) throws IOException {
    plotImageGallery(images, null, null, path, GalleryStyle.DEFAULTS);
  }

  /**
   * Writes a gallery of images, with their true and predicted classes as titles.
   *
   * @param yTrue the class of each image; null for none
   * @param yPred the predicted class of each image; null for none
   * @param path ends in {@code .png}
   * @throws IllegalArgumentException where there are classes but no {@code labelMap}
   * @throws IOException where the file cannot be written
   */
  public static void plotImageGallery(
      Tensor images, @Nullable Tensor yTrue, @Nullable Tensor yPred, Path path, GalleryStyle style)
      throws IOException {
    if ((yTrue != null || yPred != null) && style.labelMap().isEmpty()) {
      throw new IllegalArgumentException(
          "labelMap: expected the names of classes, since there are yTrue or yPred; received none");
    }
    Tensor shown = shown(images, style);
    List<String> titles = new ArrayList<>();
    if (yTrue != null || yPred != null) {
      for (int i = 0; i < shown.dim(0); i++) {
        titles.add(title(yTrue, yPred, i, style.labelMap()));
      }
    }
    gallery(shown, titles, path, style, false);
  }

  /** Returns images (batch, height, width, channels) whose black and white are 0 and 255. */
  private static Tensor shown(Tensor images, GalleryStyle style) {
    return ImageArrays.inRange(ImageArrays.last(images, style.dataFormat()), style.valueRange());
  }

  private static String title(
      @Nullable Tensor yTrue, @Nullable Tensor yPred, int i, Map<Integer, String> names) {
    List<String> parts = new ArrayList<>();
    if (yTrue != null && i < yTrue.size()) {
      parts.add("Label: " + names.getOrDefault((int) yTrue.getLong(i), "Unknown"));
    }
    if (yPred != null && i < yPred.size()) {
      parts.add("Pred: " + names.getOrDefault((int) yPred.getLong(i), "Unknown"));
    }
    return String.join("  ", parts);
  }

  private static void gallery(
      Tensor images, List<String> titles, Path path, GalleryStyle style, boolean legend)
      throws IOException {
    int count = Math.max(1, Math.toIntExact(images.dim(0)));
    Integer chosenRows = style.rows();
    Integer chosenCols = style.cols();
    int rows = chosenRows == null ? (int) Math.ceil(Math.sqrt(count)) : chosenRows;
    int cols = chosenCols == null ? Math.max(1, count / rows) : chosenCols;
    new Gallery(images.clip(0, 255), titles, style).write(path, rows, cols, legend);
  }

  /**
   * Writes a gallery of images with true and predicted boxes.
   *
   * @param boundingBoxFormat a format of {@link BoundingBoxes}
   * @param yTrue the true boxes; null for none
   * @param yPred the predicted boxes; null for none
   * @param path ends in {@code .png}
   * @param boxes how boxes are drawn; the gallery has the colours and the data format
   * @throws IOException where the file cannot be written
   */
  public static void plotBoundingBoxGallery(
      Tensor images,
      String boundingBoxFormat,
      @Nullable Map<String, Tensor> yTrue,
      @Nullable Map<String, Tensor> yPred,
      Path path,
      BoxStyle boxes,
      GalleryStyle style)
      throws IOException {
    Tensor drawn = shown(images, style);
    Integer thickness = boxes.textThickness();
    BoxStyle base =
        boxes
            .dataFormat(ImageArrays.LAST)
            .textThickness(thickness == null ? boxes.lineThickness() : thickness);
    if (yTrue != null) {
      BoxStyle truth = named(base, style.groundTruthMapping()).color(style.trueColor());
      drawn = drawBoundingBoxes(drawn, yTrue, boundingBoxFormat, truth);
    }
    if (yPred != null) {
      BoxStyle predicted = named(base, style.predictionMapping()).color(style.predColor());
      drawn = drawBoundingBoxes(drawn, yPred, boundingBoxFormat, predicted);
    }
    gallery(drawn, List.of(), path, style, style.legend());
  }

  private static BoxStyle named(BoxStyle boxes, @Nullable Map<Integer, String> names) {
    return names == null ? boxes : boxes.classMapping(names);
  }

  /**
   * Writes a gallery with a row for each image: the image itself, and with true and predicted
   * masks.
   *
   * @param yTrue the true masks; null for none
   * @param yPred the predicted masks; null for none
   * @param path ends in {@code .png}
   * @param masks how masks are drawn
   * @throws IOException where the file cannot be written
   */
  public static void plotSegmentationMaskGallery(
      Tensor images,
      int numClasses,
      @Nullable Tensor yTrue,
      @Nullable Tensor yPred,
      Path path,
      MaskStyle masks,
      GalleryStyle style)
      throws IOException {
    Tensor plain = shown(images, style);
    MaskStyle chosen = masks.numClasses(numClasses);
    List<Tensor> columns = new ArrayList<>();
    columns.add(plain.cast(DType.FLOAT32));
    for (Tensor classes : Arrays.asList(yTrue, yPred)) {
      if (classes != null) {
        Tensor given = ImageArrays.inFormat(plain, chosen.dataFormat());
        columns.add(
            drawSegmentationMasks(given, classes.cast(DType.INT32), chosen).cast(DType.FLOAT32));
      }
    }
    Tensor all = Tensor.stack(1, columns.toArray(Tensor[]::new));
    long[] shape = plain.shape();
    gallery(
        all.reshape(-1, shape[1], shape[2], shape[3]),
        List.of(),
        path,
        style.rows(Math.toIntExact(plain.dim(0))).cols(columns.size()),
        false);
  }
}
