package dev.tenon.formats.download;

import dev.tenon.formats.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A folder of downloaded files, verified by their hashes.
 *
 * <p>{@link #keras} is Keras' cache: {@code ~/.keras}, or the folder in the environment variable
 * {@code KERAS_HOME}. Keras and Tenon share its files.
 *
 * <p>A download is written to {@code NAME.part} and renamed once it is complete and its hash is
 * right. An interrupted transfer resumes, in the same call or in a later one. Among threads and
 * processes one downloads a file while others wait. Without a published SHA-256, that of the first
 * download is kept as {@code NAME.sha256}. A cached file that differs is downloaded again; a
 * download that differs fails.
 *
 * <p>If the environment variable {@code TENON_OFFLINE} (or the system property {@code
 * tenon.offline}) names a folder, files come from there or from the cache, without downloads.
 * Proxies follow the JDK's properties ({@code -Dhttps.proxyHost}, {@code
 * -Djava.net.useSystemProxies}), then {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}.
 * Immutable.
 *
 * @see <a
 *     href="https://keras.io/api/utils/python_utils/#get_file-function">keras.utils.get_file</a>
 */
public final class FileCache {
  private final Path base;
  private final String subfolder;
  private final @Nullable Path substitute;
  private final @Nullable Path offline;
  private final DownloadProgress progress;
  private final Predicate<Path> writable;

  private FileCache(
      Path base,
      String subfolder,
      @Nullable Path substitute,
      @Nullable Path offline,
      DownloadProgress progress,
      Predicate<Path> writable) {
    this.base = base;
    this.subfolder = subfolder;
    this.substitute = substitute;
    this.offline = offline;
    this.progress = progress;
    this.writable = writable;
  }

  /**
   * Returns Keras' cache. As in Keras, {@code .keras} in the temporary folder replaces a cache that
   * cannot be written.
   *
   * @param subfolder the subfolder, such as {@code datasets} or {@code models}
   */
  public static FileCache keras(String subfolder) {
    return keras(subfolder, System::getenv);
  }

  static FileCache keras(String subfolder, UnaryOperator<@Nullable String> environment) {
    String home = environment.apply("KERAS_HOME");
    Path user = Path.of(System.getProperty("user.home", "."));
    Path base;
    if (home == null || home.isEmpty()) {
      base = user.resolve(".keras");
    } else if (home.equals("~") || home.startsWith("~/")) {
      base = user.resolve(home.substring(Math.min(2, home.length())));
    } else {
      base = Path.of(home);
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "."), ".keras");
    return new FileCache(
        base,
        subfolder,
        temporary,
        offlineFolder(environment),
        DownloadProgress.NONE,
        Files::isWritable);
  }

  /** Returns a cache in a given folder, which is created if it is missing. */
  public static FileCache in(Path folder) {
    return new FileCache(
        folder, "", null, offlineFolder(System::getenv), DownloadProgress.NONE, Files::isWritable);
  }

  private static @Nullable Path offlineFolder(UnaryOperator<@Nullable String> environment) {
    String folder = System.getProperty("tenon.offline");
    if (folder == null) {
      folder = environment.apply("TENON_OFFLINE");
    }
    return folder == null || folder.isEmpty() ? null : Path.of(folder);
  }

  /** Returns a copy without downloads that looks for files in a folder first. */
  public FileCache offline(Path folder) {
    return new FileCache(base, subfolder, substitute, folder, progress, writable);
  }

  /** Returns a copy that reports the progress of its downloads. */
  public FileCache progress(DownloadProgress newProgress) {
    return new FileCache(base, subfolder, substitute, offline, newProgress, writable);
  }

  /** Returns the same cache, which asks this for the right to write: a superuser always has it. */
  FileCache writable(Predicate<Path> right) {
    return new FileCache(base, subfolder, substitute, offline, progress, right);
  }

  /** Returns the folder of the files, if it can be written. */
  public Path folder() {
    return base.resolve(subfolder);
  }

  /**
   * Returns a file that is on this machine with the right hash.
   *
   * @throws DownloadException if the file in the offline folder has another hash
   * @throws IOException if a file cannot be read
   */
  public Optional<Path> find(Download file) throws IOException {
    for (Path path : offlinePlaces(file)) {
      if (Files.isRegularFile(path)) {
        checkOffline(file, path);
        return Optional.of(path);
      }
    }
    Path cached = folder().resolve(file.name());
    if (isGood(file, cached)) {
      return Optional.of(cached);
    }
    // Anybody may put files into the temporary folder: only a hash shows that they are right.
    if (substitute != null && file.hash() != null) {
      Path other = substitute.resolve(subfolder).resolve(file.name());
      return isGood(file, other) ? Optional.of(other) : Optional.empty();
    }
    return Optional.empty();
  }

  /**
   * Returns the path of a file, and downloads it if it is not on this machine with the right hash.
   *
   * @throws DownloadException if the server lacks the file, the connection fails repeatedly, the
   *     hash is wrong, or downloads are off
   * @throws IOException if the cache cannot be read or written
   */
  public Path fetch(Download file) throws IOException {
    Optional<Path> found = find(file);
    if (found.isPresent()) {
      return found.get();
    }
    if (offline != null) {
      throw new DownloadException(
          file.name()
              + ": is neither in the offline folder "
              + offline
              + " nor in "
              + folder()
              + (Files.exists(folder().resolve(file.name()))
                  ? " (which has another file of this name: its hash is not " + file.hash() + ")"
                  : "")
              + ", and TENON_OFFLINE forbids to fetch it: put it there (it comes from "
              + file.origin()
              + "), or unset TENON_OFFLINE");
    }
    Path target = writableFolder(file).resolve(file.name());
    fetch(file, target);
    return target;
  }

  @SuppressWarnings("try") // The lock is held, not used.
  private void fetch(Download file, Path target) throws IOException {
    try (TargetLock lock = TargetLock.of(target)) {
      // Another one may have fetched it meanwhile.
      if (!isGood(file, target)) {
        PartFile part = new PartFile(target);
        new TransferRetries(file, part, progress).run();
        try {
          new FirstSeen(file, target).check(part.path());
        } catch (DownloadException e) {
          part.delete();
          throw e;
        }
        AtomicFile.replace(part.path(), target);
        part.deleteNote();
      }
    }
  }

  /** The most special place first: files of different data sets may have the same name. */
  private List<Path> offlinePlaces(Download file) {
    List<Path> places = new ArrayList<>();
    if (offline == null) {
      return places;
    }
    String address = String.valueOf(file.origin().getPath());
    // Keras renames some files; who fetched one by hand has it under the server's name.
    String original = address.substring(address.lastIndexOf('/') + 1);
    for (String name : List.of(file.name(), original.isEmpty() ? file.name() : original)) {
      Path inside = Path.of(subfolder, name);
      for (int from = 0; from < inside.getNameCount(); from++) {
        places.add(offline.resolve(inside.subpath(from, inside.getNameCount())));
      }
    }
    return places;
  }

  private static void checkOffline(Download file, Path path) throws IOException {
    String found = file.otherHash(path);
    if (found != null) {
      throw new DownloadException(
          path
              + ": is not the file that "
              + file.origin()
              + " gives: expected hash "
              + file.hash()
              + ", found "
              + found
              + ": put the right one into the offline folder");
    }
  }

  private static boolean isGood(Download file, Path path) throws IOException {
    return Files.isRegularFile(path)
        && file.otherHash(path) == null
        && new FirstSeen(file, path).matches(path);
  }

  private Path writableFolder(Download file) throws IOException {
    Path folder = folder();
    IOException failure;
    try {
      Files.createDirectories(folder);
      if (writable.test(folder)) {
        return folder;
      }
      failure = new IOException("no right to write");
    } catch (IOException e) {
      failure = e;
    }
    if (substitute != null && file.hash() != null) {
      Path other = substitute.resolve(subfolder);
      try {
        Files.createDirectories(other);
        if (writable.test(other) && !Files.isSymbolicLink(other)) {
          return other;
        }
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    throw new DownloadException(
        folder
            + ": cannot be written, so "
            + file.name()
            + " cannot be kept: give yourself the right to write, or let KERAS_HOME name another"
            + " folder",
        failure);
  }

  /** Returns the folder. */
  @Override
  public String toString() {
    return "FileCache[" + folder() + "]";
  }
}
