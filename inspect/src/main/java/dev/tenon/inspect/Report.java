package dev.tenon.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.internal.figures.FeatureMapImages;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes an inspection as one self-contained HTML page, which needs no network. */
public final class Report {
  private static final int INPUT_SIDE = 320;
  private static final int PHOTO_SIDE = 640;

  private Report() {}

  /**
   * Returns the page.
   *
   * @param inspection the inspection
   */
  public static String html(Inspection inspection) {
    return html(inspection, Map.of());
  }

  /**
   * Returns the page, with the images that inputs were made of.
   *
   * @param inspection the inspection
   * @param photos the image of the first sample as it was read, (height, width, channels) from 0 to
   *     255, by the name of the input
   */
  public static String html(Inspection inspection, Map<String, Tensor> photos) {
    ObjectNode data = InspectionJson.tree(inspection, step -> true);
    Layout layout = Layout.of(inspection.structure());
    boxes(data.putArray("boxes"), layout);
    ArrayNode edges = data.putArray("edges");
    for (Layout.Edge edge : layout.edges()) {
      ArrayNode one = edges.addArray().add(edge.from()).add(edge.to());
      edge.points().forEach(at -> one.add(Math.round(at)));
    }
    images(data, inspection);
    photos(data, photos);
    heat(data, inspection);
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("/*TITLE*/", escape(inspection.structure().name()));
    parts.put("/*STYLE*/", text("report.css"));
    // Inside a script element "</script" and "<!--" mean something wherever they stand.
    parts.put("/*DATA*/", data.toString().replace("<", "\\u003c"));
    parts.put("/*GRAPH*/", text("graph.js"));
    parts.put("/*PAGE*/", text("page.js"));
    return filled(text("report.html"), parts);
  }

  /** Inserts the parts into the template in order. */
  private static String filled(String template, Map<String, String> parts) {
    StringBuilder page = new StringBuilder();
    int at = 0;
    for (Map.Entry<String, String> part : parts.entrySet()) {
      int place = template.indexOf(part.getKey(), at);
      page.append(template, at, place).append(part.getValue());
      at = place + part.getKey().length();
    }
    return page.append(template.substring(at)).toString();
  }

  private static void boxes(ArrayNode boxes, Layout layout) {
    for (Layout.Box box : layout.boxes()) {
      boxes
          .addObject()
          .put("label", box.label())
          .put("kind", box.kind())
          .put("color", Plot.color(box.kind()))
          .put("x", Math.round(box.x()))
          .put("y", Math.round(box.y()));
    }
  }

  /** Adds feature maps, which are smaller for more steps to limit the size of the page. */
  private static void images(ObjectNode data, Inspection inspection) {
    int count = inspection.structure().steps().size();
    int tiles = count <= 400 ? 16 : count <= 1200 ? 9 : 4;
    int side = count <= 400 ? 56 : count <= 1200 ? 40 : 28;
    Channels channels = Channels.of(inspection.structure());
    ArrayNode steps = (ArrayNode) data.get("steps");
    int number = 0;
    for (Step step : inspection.structure().steps()) {
      ObjectNode node = (ObjectNode) steps.get(number++);
      for (String name : step.outputs()) {
        Tensor image = inspection.image(name, channels);
        if (image != null && image.dim(0) * image.dim(1) > 1) {
          node.put("maps", FeatureMapImages.tiles(image, tiles, side));
          node.put("maps_shown", Math.min(tiles, image.dim(2)));
          node.put("maps_all", image.dim(2));
          break;
        }
      }
    }
    ObjectNode inputs = data.putObject("input_images");
    ObjectNode sizes = data.putObject("input_sizes");
    inspection
        .batch()
        .keySet()
        .forEach(
            name -> {
              Tensor image = inspection.image(name, channels);
              if (image != null) {
                inputs.put(name, FeatureMapImages.dataUrl(image, INPUT_SIDE));
                sizes.put(name, image.dim(1) + " × " + image.dim(0));
              }
            });
  }

  private static void photos(ObjectNode data, Map<String, Tensor> photos) {
    ObjectNode shown = data.putObject("photos");
    photos.forEach(
        (name, photo) ->
            shown
                .putObject(name)
                .put("size", photo.dim(1) + " × " + photo.dim(0))
                .put("image", FeatureMapImages.photoUrl(photo, PHOTO_SIDE)));
  }

  private static void heat(ObjectNode data, Inspection inspection) {
    Inspection.Heat heat = inspection.gradCam();
    Map<String, Tensor> batch = inspection.batch();
    if (heat == null || batch.isEmpty()) {
      return;
    }
    Tensor image =
        inspection.image(batch.keySet().iterator().next(), Channels.of(inspection.structure()));
    if (image != null && (image.dim(2) == 1 || image.dim(2) == 3)) {
      data.putObject("grad_cam")
          .put("layer", heat.layer())
          .put("image", FeatureMapImages.overlay(image, heat.map(), INPUT_SIDE));
    }
  }

  private static String text(String resource) {
    try (InputStream stream = Report.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("the resource '" + resource + "' is missing in the jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
