package dev.tenon.spark.internal.files;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** The files below a folder of a file system of Hadoop. */
final class FolderFiles {
  private FolderFiles() {}

  /**
   * Returns every file below a folder by its path from there, in order of the paths.
   *
   * @throws IOException if the folder cannot be listed
   */
  static Map<String, Path> below(FileSystem system, Path folder) throws IOException {
    Map<String, Path> found = new TreeMap<>();
    Path root = system.makeQualified(folder);
    RemoteIterator<LocatedFileStatus> files = system.listFiles(root, true);
    while (files.hasNext()) {
      Path file = files.next().getPath();
      found.put(root.toUri().relativize(file.toUri()).getPath(), file);
    }
    return new LinkedHashMap<>(found);
  }
}
