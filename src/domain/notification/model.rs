//! What people are told of.

coded! {
    /// What a notification tells.
    pub enum NotificationTopic {
        /// You are invited into a structure.
        MembershipInvited = "MEMBERSHIP_INVITED",
        /// Somebody asks to belong to a structure that you administer.
        MembershipRequested = "MEMBERSHIP_REQUESTED",
        /// You asked to belong to a structure, and do now.
        MembershipAccepted = "MEMBERSHIP_ACCEPTED",
        /// You asked to belong to a structure or were invited, and will not belong to it.
        MembershipDeclined = "MEMBERSHIP_DECLINED",
        /// Your membership is set aside.
        MembershipSuspended = "MEMBERSHIP_SUSPENDED",
        /// Your membership is in force again.
        MembershipResumed = "MEMBERSHIP_RESUMED",
        /// Your membership is over.
        MembershipEnded = "MEMBERSHIP_ENDED",
        /// You have another role in a structure.
        MembershipRoleChanged = "MEMBERSHIP_ROLE_CHANGED",
        /// A participation is proposed to a structure for which you write, or in a project of one.
        ParticipationProposed = "PARTICIPATION_PROPOSED",
        /// The participation that a structure of yours proposed is in force.
        ParticipationAccepted = "PARTICIPATION_ACCEPTED",
        /// The participation that a structure of yours proposed was declined.
        ParticipationDeclined = "PARTICIPATION_DECLINED",
        /// The other side ended a participation.
        ParticipationEnded = "PARTICIPATION_ENDED",
        /// A project goes over to a structure that you administer, or from it to another one.
        LeadHandedOver = "LEAD_HANDED_OVER",
        /// You are in a project.
        ProjectMemberAdded = "PROJECT_MEMBER_ADDED",
        /// You are not in a project any more.
        ProjectMemberRemoved = "PROJECT_MEMBER_REMOVED",
        /// A record is shared with you by name.
        RecordShared = "RECORD_SHARED",
        /// You are to see to an action.
        ActionAssigned = "ACTION_ASSIGNED",
    }
}
