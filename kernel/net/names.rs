//! Which socket a name of the Unix domain means (unix(7), "Address format").
//!
//! Entry points: [`Net::bind_unix`], [`Net::find_abstract`], [`Net::find_path`], [`Net::unbind`].

use super::Net;
use super::addr::UnixName;
use crate::abi::{Errno, InodeId, SocketId};
use triomphe::Arc;

/// How many names autobind has: five hexadecimal digits.
const AUTO_NAMES: u32 = 1 << 20;

impl Net {
    /// Gives the socket its name. For a pathname the caller has made the inode, whose use it hands over.
    pub(crate) fn bind_unix(&mut self, id: SocketId, name: UnixName, inode: Option<InodeId>) -> Result<(), Errno> {
        match (&name, inode) {
            (UnixName::Abstract(bytes), _) => {
                if self.abstract_names.contains_key(bytes) {
                    return Err(Errno::EADDRINUSE);
                }
                self.abstract_names.insert(bytes.clone(), id);
            }
            (UnixName::Path(_), Some(inode)) => {
                self.paths.insert(inode, id);
            }
            (UnixName::Path(_), None) => return Err(Errno::EINVAL),
        }
        if let Some(unix) = self.socket_mut(id).unix_mut() {
            unix.name = Some(Arc::new(name));
            unix.inode = inode;
        }
        Ok(())
    }

    /// Gives the socket a free abstract name of five digits. ENOSPC when there is none.
    pub(crate) fn bind_auto(&mut self, id: SocketId) -> Result<(), Errno> {
        for _ in 0..AUTO_NAMES {
            let name = format!("{:05x}", self.next_auto).into_bytes();
            self.next_auto = (self.next_auto + 1) % AUTO_NAMES;
            if !self.abstract_names.contains_key(&name) {
                return self.bind_unix(id, UnixName::Abstract(name), None);
            }
        }
        Err(Errno::ENOSPC)
    }

    /// The socket that has this abstract name.
    pub(crate) fn find_abstract(&self, name: &[u8]) -> Option<SocketId> {
        self.abstract_names.get(name).copied()
    }

    /// The socket that is bound to this inode.
    pub(crate) fn find_path(&self, inode: InodeId) -> Option<SocketId> {
        self.paths.get(&inode).copied()
    }

    /// The socket is about to go: its name means nothing any more, its inode is used once less.
    pub(crate) fn unbind(&mut self, id: SocketId) {
        let Some(unix) = self.socket_mut(id).unix_mut() else { return };
        let (name, inode) = (unix.name.clone(), unix.inode.take());
        // Accepted sockets have the listener's name without owning it.
        if let Some(UnixName::Abstract(name)) = name.as_deref()
            && self.abstract_names.get(name) == Some(&id)
        {
            self.abstract_names.remove(name);
        }
        if let Some(inode) = inode {
            self.paths.remove(&inode);
            self.unbound.push(inode);
        }
    }

    /// All names, for [`crate::Kernel::check`].
    pub(crate) fn unix_names(&self) -> impl Iterator<Item = (Option<InodeId>, SocketId)> + '_ {
        let by_path = self.paths.iter().map(|(inode, id)| (Some(*inode), *id));
        by_path.chain(self.abstract_names.values().map(|id| (None, *id)))
    }
}
