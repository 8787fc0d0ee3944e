package dev.tenon.formats.hdf5;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.tensor.Tensor;
import io.jhdf.ObjectHeader;
import io.jhdf.object.message.DataSpaceMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group of an HDF5 file: named groups, datasets and attributes.
 *
 * <p>A relative path consists of names separated by {@code /}. A backslash is a character like any
 * other, as in files written on Windows. Links out of the file are never followed.
 */
public final class Hdf5Group {
  private static final int DEEPEST = 256;

  private final Hdf5File file;
  private final String path;

  /** The addresses from the root to this group, which none of its descendants may have. */
  private final List<Long> line;

  private final ObjectHeader header;
  private final Hdf5Attributes attributes;

  Hdf5Group(Hdf5File file, String path, List<Long> line, ObjectHeader header) {
    this.file = file;
    this.path = path;
    this.line = line;
    this.header = header;
    this.attributes = new Hdf5Attributes(file, path, header);
  }

  /** Returns the last part of the path; empty for the root. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Returns the path from the root, beginning with {@code /}. */
  public String path() {
    return path;
  }

  /** Returns the names of the members, in the file's order, which is by name in most files. */
  public List<String> children() {
    return List.copyOf(links().keySet());
  }

  /** Returns whether there is a group or a dataset at a relative path. */
  public boolean has(String relativePath) {
    return find(relativePath) != null;
  }

  /** Returns whether there is a group at a relative path. */
  public boolean isGroup(String relativePath) {
    Found found = find(relativePath);
    return found != null && !found.isDataset();
  }

  /** Returns whether there is a dataset at a relative path. */
  public boolean isDataset(String relativePath) {
    Found found = find(relativePath);
    return found != null && found.isDataset();
  }

  /**
   * Returns the group at a relative path, or null if nothing is there.
   *
   * @throws MalformedModelException if a dataset is there, or the file is damaged
   * @throws UnsupportedModelException if a link to elsewhere is on the way
   */
  public @Nullable Hdf5Group group(String relativePath) {
    Found found = find(relativePath);
    if (found == null) {
      return null;
    }
    if (found.isDataset()) {
      throw file.malformed(found.path, "is a dataset; expected a group");
    }
    return found.path.equals(path)
        ? this
        : new Hdf5Group(file, found.path, found.line, found.header);
  }

  /**
   * Returns the dataset at a relative path, or null if nothing is there.
   *
   * <p>Numbers that are stored in one piece are a view of the file. Two-byte values with the
   * attribute {@code dtype="bfloat16"} come as bfloat16, as Keras writes them.
   *
   * @throws MalformedModelException if a group is there, or the file is damaged
   * @throws UnsupportedModelException if a link to elsewhere is on the way, or the elements are of
   *     a type that Tenon has not
   */
  public @Nullable Tensor dataset(String relativePath) {
    Found found = find(relativePath);
    if (found == null) {
      return null;
    }
    if (!found.isDataset()) {
      throw file.malformed(found.path, "is a group; expected a dataset");
    }
    return new DatasetReader(file, found.path, found.header).read();
  }

  /** Returns the names of the attributes. */
  public List<String> attributeNames() {
    return attributes.names();
  }

  /** Returns whether there is an attribute of this name. */
  public boolean hasAttribute(String name) {
    return attributes.names().contains(name);
  }

  /**
   * Returns an attribute that is one string, or null if the name is unknown.
   *
   * @throws MalformedModelException if it is something else
   */
  public @Nullable String stringAttribute(String name) {
    return attributes.string(name);
  }

  /**
   * Returns an attribute that is a list of strings, or null if the name is unknown.
   *
   * <p>A long list that Keras split into numbered attributes is joined again.
   *
   * @throws MalformedModelException if it is something else
   */
  public @Nullable List<String> stringListAttribute(String name) {
    return attributes.strings(name);
  }

  /**
   * Returns an attribute of numbers or truth values, or null if the name is unknown.
   *
   * @throws MalformedModelException if it is something else
   */
  public @Nullable Tensor numericAttribute(String name) {
    return attributes.numbers(name);
  }

  /** Returns the path. */
  @Override
  public String toString() {
    return file.name() + ":" + path;
  }

  private record Found(String path, List<Long> line, ObjectHeader header) {
    boolean isDataset() {
      return header.hasMessageOfType(DataSpaceMessage.class);
    }
  }

  private @Nullable Found find(String relativePath) {
    Hdf5Group group = this;
    Found found = new Found(path, line, header);
    for (String part : relativePath.split("/", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      if (found.isDataset()) {
        return null;
      }
      if (!found.path.equals(group.path)) {
        group = new Hdf5Group(file, found.path, found.line, found.header);
      }
      Hdf5Link link = group.links().get(part);
      if (link == null) {
        return null;
      }
      found = group.follow(part, link);
    }
    return found;
  }

  private Found follow(String name, Hdf5Link link) {
    String childPath = path.equals("/") ? "/" + name : path + "/" + name;
    if (link.elsewhere() != null) {
      throw new UnsupportedModelException(
          file.name(),
          "'"
              + childPath
              + "' is "
              + link.elsewhere()
              + ", which Tenon never follows: save the model again with Keras");
    }
    if (line.contains(link.address())) {
      throw file.malformed(childPath, "contains itself: the file is damaged or an attack");
    }
    if (line.size() >= DEEPEST) {
      throw file.malformed(
          childPath.substring(0, 60) + "…", "nests deeper than " + DEEPEST + " groups");
    }
    List<Long> childLine = new ArrayList<>(line);
    childLine.add(link.address());
    return new Found(childPath, childLine, file.header(childPath, link.address()));
  }

  private Map<String, Hdf5Link> links() {
    return file.links(path, header);
  }
}
