//! Decides how a simulator tells what a server must be told to believe it: files to make, settings, and what an administrator types. For
//! people lines to paste, for programs the same in parts.

use std::path::Path;

use serde_json::{Value, json};

use super::STATE;
use crate::cli::Terminal;

/// The place of the app's identifier in a command.
const APP_ID: &str = "APP_ID";

/// What a flaw takes on the server, beside the defaults, to have its reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Needs {
    /// Flags of the app's registration.
    pub(super) policy: Vec<String>,
    /// The tenant's settings, `name=value`.
    pub(super) settings: Vec<String>,
}

impl Needs {
    pub(super) fn policy<const N: usize>(flags: [String; N]) -> Self {
        Self {
            policy: flags.into(),
            settings: Vec::new(),
        }
    }

    pub(super) fn setting(text: &str) -> Self {
        Self {
            policy: Vec::new(),
            settings: vec![text.to_owned()],
        }
    }

    /// Both together.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.policy.extend(other.policy);
        self.settings.extend(other.settings);
        self
    }

    /// Flags and settings in one list.
    pub(super) fn told(self) -> Vec<String> {
        [self.policy, self.settings].concat()
    }
}

/// Everything that the server must be told.
#[derive(Debug, Default)]
pub(super) struct Setup {
    /// Files, and what prints their content.
    files: Vec<(&'static str, Vec<String>)>,
    /// What runs beside the server.
    beside: Vec<Vec<String>>,
    /// Environment variables of the server.
    environment: Vec<(&'static str, String)>,
    /// What an administrator runs then.
    commands: Vec<Vec<String>>,
}

impl Setup {
    /// A file that the simulator of this platform prints.
    pub(super) fn file(
        mut self,
        name: &'static str,
        platform: &str,
        flag: &str,
        state: &Path,
    ) -> Self {
        let mut command = words(&["simulate", "mobile", platform, flag]);
        command.extend(with_state(state));
        self.files.push((name, command));
        self
    }

    /// A command that runs beside the server.
    pub(super) fn beside(mut self, command: Vec<String>) -> Self {
        self.beside.push(command);
        self
    }

    /// A setting of the server.
    pub(super) fn variable(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// The app's registration with these flags, and the tenant's settings.
    pub(super) fn app(mut self, registration: Vec<String>, needs: Needs) -> Self {
        let mut add = words(&["mobile", "app", "add-android"]);
        add.extend(registration);
        add.extend(needs.policy);
        self.commands.push(add);
        if !needs.settings.is_empty() {
            let mut set = words(&["mobile", "settings", "set"]);
            set.extend(needs.settings);
            self.commands.push(set);
        }
        self
    }

    /// A command about the app.
    pub(super) fn of_app(mut self, verb: [&str; 3], rest: &[&str]) -> Self {
        let mut command = words(&verb);
        command.push(APP_ID.to_owned());
        command.extend(words(rest));
        self.commands.push(command);
        self
    }

    /// Prints it.
    pub(super) fn print(&self, terminal: Terminal) -> anyhow::Result<()> {
        terminal.either(&self.value(), || self.text())
    }

    fn value(&self) -> Value {
        let file =
            |(name, command): &(&str, Vec<String>)| json!({ "file": name, "command": command });
        let files: Vec<Value> = self.files.iter().map(file).collect();
        let environment: serde_json::Map<String, Value> = self
            .environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str())))
            .collect();
        json!({
            "files": files,
            "beside": self.beside,
            "environment": environment,
            "commands": self.commands,
        })
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let mut line = |words: &[&str]| {
            text.push_str(&words.concat());
            text.push('\n');
        };
        if !self.files.is_empty() {
            line(&["# what the server reads"]);
        }
        for (name, command) in &self.files {
            line(&["touchstone ", &command.join(" "), " > ", name]);
        }
        for command in &self.beside {
            line(&["\n# beside the server"]);
            line(&["touchstone ", &command.join(" ")]);
        }
        line(&["\n# the server"]);
        for (name, value) in &self.environment {
            line(&[name, "=", value, " \\"]);
        }
        line(&["touchstone serve"]);
        line(&["\n# its administrator; APP_ID is the id that the first line prints"]);
        for command in &self.commands {
            line(&["touchstone ", &command.join(" "), " --tenant acme"]);
        }
        text
    }
}

/// The flag that names the file of the simulator's memory, unless it is where it is looked for anyway.
pub(super) fn with_state(state: &Path) -> Option<String> {
    (state != Path::new(STATE)).then(|| format!("--state={}", state.display()))
}

/// Words of a command.
pub(super) fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
