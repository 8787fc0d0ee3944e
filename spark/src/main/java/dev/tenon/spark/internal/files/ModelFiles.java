package dev.tenon.spark.internal.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of a model of any format, as bytes.
 *
 * <p>A model is one file, a file with others beside it, or a folder. The bytes are in chunks, since
 * an array holds at most 2 GiB.
 */
public final class ModelFiles implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private static final int CHUNK = 8 << 20;

  /** The name of the file that is loaded; empty where the folder itself is. */
  private final String main;

  private final Map<String, List<byte[]>> files;
  private final String digest;

  private ModelFiles(String main, Map<String, List<byte[]>> files) {
    this.main = main;
    this.files = files;
    this.digest = digest(main, files);
  }

  /**
   * Reads a local model.
   *
   * @param path a file, with which its {@linkplain CompanionFiles companions} are read, or a folder
   * @throws IOException if a file cannot be read
   */
  public static ModelFiles of(java.nio.file.Path path) throws IOException {
    // The configuration of a cluster has no say in local files, nor have Hadoop's checksums.
    FileSystem local = FileSystem.getLocal(new Configuration(false)).getRawFileSystem();
    return of(local, new Path(path.toAbsolutePath().toUri()));
  }

  /**
   * Reads a model from a file system of Hadoop.
   *
   * @param path a file, with which its {@linkplain CompanionFiles companions} are read, or a folder
   * @throws IOException if a file cannot be read
   */
  public static ModelFiles of(FileSystem system, Path path) throws IOException {
    if (system.getFileStatus(path).isDirectory()) {
      return new ModelFiles("", read(system, FolderFiles.below(system, path)));
    }
    Map<String, Path> one = new LinkedHashMap<>();
    one.put(path.getName(), path);
    Map<String, List<byte[]>> files = read(system, one);
    Map<String, Path> companions =
        CompanionFiles.of(system, path, files.getOrDefault(path.getName(), List.of()));
    files.putAll(read(system, companions));
    return new ModelFiles(path.getName(), files);
  }

  /**
   * Reads what {@link #save} has written.
   *
   * @param folder the folder
   * @throws IOException if a file cannot be read
   */
  public static ModelFiles load(FileSystem system, Path folder) throws IOException {
    Path names = new Path(folder, "main");
    String main;
    try (InputStream stream = system.open(names)) {
      main = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
    return new ModelFiles(main, read(system, FolderFiles.below(system, new Path(folder, "files"))));
  }

  /**
   * Writes the files below a folder of a file system of Hadoop; {@link #load} reads them.
   *
   * @param folder a new folder
   * @throws IOException if a file cannot be written
   */
  public void save(FileSystem system, Path folder) throws IOException {
    try (FSDataOutputStream stream = system.create(new Path(folder, "main"), true)) {
      stream.write(main.getBytes(StandardCharsets.UTF_8));
    }
    for (Map.Entry<String, List<byte[]>> file : files.entrySet()) {
      try (OutputStream stream =
          system.create(new Path(new Path(folder, "files"), file.getKey()), true)) {
        write(file.getValue(), stream);
      }
    }
  }

  /** Returns the files in pieces that Spark can carry from a task to the driver. */
  public List<byte[]> toPieces() {
    List<byte[]> pieces = new ArrayList<>();
    LinkedHashMap<String, Integer> counts = new LinkedHashMap<>();
    files.forEach((name, chunks) -> counts.put(name, chunks.size()));
    pieces.add(main.getBytes(StandardCharsets.UTF_8));
    pieces.add(SerializedObject.write(counts, "the names of files"));
    files.values().forEach(pieces::addAll);
    return pieces;
  }

  /** Returns the files of {@link #toPieces}. */
  @SuppressWarnings("unchecked")
  public static ModelFiles ofPieces(List<byte[]> pieces) {
    LinkedHashMap<String, Integer> counts =
        (LinkedHashMap<String, Integer>) SerializedObject.read(pieces.get(1));
    LinkedHashMap<String, List<byte[]>> files = new LinkedHashMap<>();
    int from = 2;
    for (Map.Entry<String, Integer> count : counts.entrySet()) {
      files.put(count.getKey(), new ArrayList<>(pieces.subList(from, from + count.getValue())));
      from += count.getValue();
    }
    return new ModelFiles(new String(pieces.get(0), StandardCharsets.UTF_8), files);
  }

  /**
   * Writes the files into a local folder.
   *
   * @param folder an empty folder
   * @return the path that {@code Model.load} opens
   * @throws IOException if a file cannot be written
   */
  public java.nio.file.Path writeTo(java.nio.file.Path folder) throws IOException {
    java.nio.file.Path root = folder.toAbsolutePath().normalize();
    for (Map.Entry<String, List<byte[]>> file : files.entrySet()) {
      java.nio.file.Path target = root.resolve(file.getKey()).normalize();
      if (!target.startsWith(root)) {
        throw new IOException("the file '" + file.getKey() + "' of a model is outside its folder");
      }
      Files.createDirectories(target.getParent());
      try (OutputStream stream = Files.newOutputStream(target)) {
        write(file.getValue(), stream);
      }
    }
    return main.isEmpty() ? root : root.resolve(main);
  }

  /**
   * Loads the model by way of a temporary folder, which is deleted.
   *
   * @throws IOException if it cannot be loaded
   */
  public dev.tenon.Model load() throws IOException {
    try (WorkFolder folder = WorkFolder.create()) {
      return dev.tenon.Model.load(writeTo(folder.path()));
    }
  }

  /** Returns a number that names the content: equal files have the same one. */
  public String digest() {
    return digest;
  }

  /** Returns the number of bytes. */
  public long size() {
    return files.values().stream().flatMap(List::stream).mapToLong(chunk -> chunk.length).sum();
  }

  private static Map<String, List<byte[]>> read(FileSystem system, Map<String, Path> paths)
      throws IOException {
    Map<String, List<byte[]>> files = new LinkedHashMap<>();
    for (Map.Entry<String, Path> path : paths.entrySet()) {
      try (InputStream stream = system.open(path.getValue())) {
        List<byte[]> chunks = new ArrayList<>();
        for (byte[] chunk = stream.readNBytes(CHUNK);
            chunk.length > 0;
            chunk = stream.readNBytes(CHUNK)) {
          chunks.add(chunk);
        }
        files.put(path.getKey(), chunks);
      }
    }
    return files;
  }

  private static void write(List<byte[]> chunks, OutputStream stream) throws IOException {
    for (byte[] chunk : chunks) {
      stream.write(chunk);
    }
  }

  private static String digest(String main, Map<String, List<byte[]>> files) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(main.getBytes(StandardCharsets.UTF_8));
      files.forEach(
          (name, chunks) -> {
            long size = chunks.stream().mapToLong(chunk -> chunk.length).sum();
            sha.update(("\n" + name + "\n" + size + "\n").getBytes(StandardCharsets.UTF_8));
            chunks.forEach(sha::update);
          });
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
