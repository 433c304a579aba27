package clusterlab.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates files and folders that no other user can read, whatever the umask: on POSIX file systems with the modes 0600 and
 * 0700. A symbolic link, or an entry of another user, where the lab wants to write is refused: another user could have put
 * it there to get a file overwritten or to read what is written.
 */
public final class OwnerOnly {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    /** S_IWOTH and S_ISVTX of stat(2). */
    private static final int OTHERS_WRITE = 0002;

    private static final int STICKY = 01000;

    private static final Path PROCESS = Path.of("/proc/self");

    private static volatile @Nullable UserPrincipal self;

    private OwnerOnly() {}

    /** Creates a folder and its missing parents; those that exist stay as they are. */
    public static Path folders(Path dir) throws IOException {
        return isPosix(dir)
                ? Files.createDirectories(dir, PosixFilePermissions.asFileAttribute(FOLDER))
                : Files.createDirectories(dir);
    }

    /**
     * Creates a folder, or takes over one that exists: all below it is closed to others.
     *
     * @throws IOException if there is something else, or a symbolic link or an entry of another user at it or below it
     */
    public static Path folder(Path dir) throws IOException {
        if (isThere(dir)) {
            close(dir);
            if (!Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS)) {
                throw refused(dir, "is not a folder; remove it");
            }
            return dir;
        }
        return folders(dir);
    }

    /**
     * Closes an existing file or a folder with all below it to others; does nothing if there is none.
     *
     * @throws IOException if a symbolic link or an entry of another user is at it or below it
     */
    public static void close(Path root) throws IOException {
        if (!isThere(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                closeEntry(dir, FOLDER);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isSymbolicLink()) {
                    throw refused(file, "is a symbolic link; remove it");
                }
                if (!attributes.isRegularFile()) {
                    // A FIFO would block, for a mode too.
                    throw refused(file, "is not a regular file; remove it");
                }
                closeEntry(file, FILE);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void closeEntry(Path entry, Set<PosixFilePermission> mode) throws IOException {
        if (!isOurs(entry)) {
            throw refused(entry, "belongs to another user; remove it");
        }
        if (isPosix(entry)) {
            Files.getFileAttributeView(entry, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(mode);
        }
    }

    /**
     * Opens a new file, or one of this user, to write at its end. An interrupt of a writing thread does not close it
     * (FileSystemProvider.newOutputStream).
     *
     * @throws IOException if the file can't be opened, is a symbolic link or belongs to another user
     */
    public static OutputStream append(Path file) throws IOException {
        return open(file, StandardOpenOption.APPEND);
    }

    /**
     * Opens a new file, or one of this user, which is emptied.
     *
     * @throws IOException if the file can't be opened, is a symbolic link or belongs to another user
     */
    public static OutputStream replace(Path file) throws IOException {
        return open(file, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static OutputStream open(Path file, StandardOpenOption how) throws IOException {
        try {
            Files.createFile(
                    file, newFile(Objects.requireNonNull(file.toAbsolutePath().getParent())));
        } catch (FileAlreadyExistsException there) {
            close(file);
        }
        // If a link replaced the file meanwhile, this fails.
        return Files.newOutputStream(file, StandardOpenOption.WRITE, how, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The attributes of a new file in this folder that only its owner can read: a POSIX mode, or an access list on file systems
     * without modes.
     */
    public static FileAttribute<?>[] newFile(Path folder) throws IOException {
        if (isPosix(folder)) {
            return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)};
        }
        Set<String> views = folder.getFileSystem().supportedFileAttributeViews();
        return views.contains("acl") ? new FileAttribute<?>[] {acl(folder)} : new FileAttribute<?>[0];
    }

    private static FileAttribute<List<AclEntry>> acl(Path folder) throws IOException {
        List<AclEntry> entries = List.of(AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(Files.getOwner(folder))
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build());
        return new FileAttribute<>() {
            @Override
            public String name() {
                return "acl:acl";
            }

            @Override
            public List<AclEntry> value() {
                return entries;
            }
        };
    }

    /** Whether an entry, which may be a link, belongs to the user of this process; true on file systems without POSIX owners. */
    public static boolean isOurs(Path entry) throws IOException {
        return !isPosix(entry)
                || Files.getOwner(entry, LinkOption.NOFOLLOW_LINKS).equals(self());
    }

    /** Whether others than the owner and the group can replace what is in this folder: it is writable for all and not sticky. */
    public static boolean isOpenToAll(Path dir) throws IOException {
        if (!dir.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return false;
        }
        int mode = (Integer) Files.getAttribute(dir, "unix:mode");
        return (mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0;
    }

    /** Whether an entry is a folder of this user that is closed to all others, and no link to one. */
    public static boolean isClosedFolder(Path dir) throws IOException {
        return Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS)
                && isOurs(dir)
                && (!isPosix(dir)
                        || FOLDER.containsAll(
                                Files.readAttributes(dir, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                                        .permissions()));
    }

    /**
     * Asks the file system, because user.name may differ from the system's user name. On Linux the process has a folder in /proc, so
     * that a kill at this moment leaves nothing behind; elsewhere a file is made and removed.
     */
    private static UserPrincipal self() throws IOException {
        UserPrincipal known = self;
        if (known == null && Files.isDirectory(PROCESS)) {
            known = Files.getOwner(PROCESS);
            self = known;
        } else if (known == null) {
            Path probe = Files.createTempFile("cluster-lab-", ".owner");
            try {
                known = Files.getOwner(probe);
                self = known;
            } finally {
                Files.delete(probe);
            }
        }
        return known;
    }

    private static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileSystemException refused(Path path, String why) {
        return new FileSystemException(path.toString(), null, why);
    }
}
